//! Faults of responses with streams.

use aws_operation::{ErrorKind, Timeouts};
use aws_operation_tests::crc32;
use aws_operation_tests::faults::calls::config;
use aws_operation_tests::faults::objects::s3;
use aws_operation_tests::faults::{Answer, End, FaultServer, Pace, Step};

use super::{MS, at, base, load, read, works};

#[tokio::test]
async fn a_response_that_is_cut_at_any_byte_is_retried_or_an_error_of_its_reader() {
    let text = "0123456789 abcdefghijklmnopqrstuvwxyz";
    let announced = Answer::ok(text).header("x-amz-checksum-crc32", &crc32(text.as_bytes()));
    let chunks = Answer::ok("b\r\n0123456789 \r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n");
    let chunks = chunks.unannounced().header("transfer-encoding", "chunked");
    let base = base();
    for answer in [announced, chunks] {
        let (bytes, head) = (answer.bytes(), answer.head().len());
        for cut in 0..=bytes.len() {
            let server = FaultServer::start(vec![Step::send(&bytes[..cut], End::Close); 3]);
            let client = at(&base, &server);
            let what = format!("cut at {cut} of {}", bytes.len());
            let result = client.send(load()).await;
            if cut < head {
                let error = result.expect_err(&what);
                assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{what}");
                assert!(error.is_retryable(), "{what}: {error}");
                assert_eq!(server.counts().requests(), 3, "{what}");
            } else {
                // After the head there is only one attempt, because the caller has begun to read.
                let (found, error) = read(result.expect(&what).body).await;
                assert!(text.as_bytes().starts_with(&found), "{what}: {found:?}");
                assert_eq!(error.is_none(), cut == bytes.len(), "{what}: {error:?}");
                assert_eq!(server.counts().requests(), 1, "{what}");
            }
            if cut % 16 == 0 {
                works(&client, &server, &what).await;
            }
        }
    }
}

#[tokio::test]
async fn bytes_after_the_announced_length_are_ignored() {
    let base = base();
    let answer = Answer::ok("0123456789").announcing("4");
    let wrong = answer.clone().header("x-amz-checksum-crc32", &crc32(b"0123456789"));
    for (answer, expected) in [(answer, None), (wrong, Some("its CRC32 checksum is"))] {
        let server = FaultServer::start([Step::answer(&answer)]);
        let client = at(&base, &server);
        let (found, error) = read(client.send(load()).await.expect("a head").body).await;
        assert_eq!(found, b"0123");
        match expected {
            None => assert_eq!(error, None),
            Some(said) => assert!(error.is_some_and(|error| error.contains(said))),
        }
        works(&client, &server, "too long").await;
    }
}

#[tokio::test]
async fn a_wrong_checksum_of_any_algorithm_is_an_error_at_the_end() {
    let base = base();
    for (name, header, value) in [
        ("CRC32", "x-amz-checksum-crc32", "AAAAAA=="),
        ("CRC32C", "x-amz-checksum-crc32c", "AAAAAA=="),
        ("CRC64NVME", "x-amz-checksum-crc64nvme", "AAAAAAAAAAA="),
        ("SHA1", "x-amz-checksum-sha1", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        ("SHA256", "x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        ("XXHASH64", "x-amz-checksum-xxhash64", "AAAAAAAAAAA="),
    ] {
        let answer = Answer::ok("hello").header(header, value);
        let server = FaultServer::start([Step::answer(&answer)]);
        let client = at(&base, &server);
        let body = client.send(load()).await.expect("a head").body;
        let error = body.collect(1024).await.expect_err(name);
        assert!(error.is_corrupt(), "{name}: {error}");
        assert!(error.to_string().contains(&format!("its {name} checksum is")), "{error}");
        assert_eq!(server.counts().requests(), 1);
        works(&client, &server, name).await;
    }
}

#[tokio::test]
async fn a_slow_body_is_read_and_a_slower_one_stalls() {
    let timeouts = Timeouts::default().stalled_stream(MS(1_000));
    let base = s3(config("http://127.0.0.1:9").timeouts(timeouts));
    // A byte every 5 s leaves a whole second without bytes.
    for (every, stalls) in [(50, false), (5_000, true)] {
        let answer = Answer::ok("0123456789");
        let server = FaultServer::start([Step::answer(&answer).pace(Pace::Drip(4, MS(every)))]);
        let client = at(&base, &server);
        let (found, error) = read(client.send(load()).await.expect("a head").body).await;
        assert_eq!(found.len(), if stalls { 6 } else { 10 }, "{every} ms");
        let said = "the response body stalled: 0 bytes in 1s";
        assert_eq!(error.is_some_and(|error| error.contains(said)), stalls, "{every} ms");
        works(&client, &server, "drip").await;
    }
}
