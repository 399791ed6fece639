//! Random lengths, part sizes and interruptions: the object is always the same.

use aws_operation::{ByteStream, Client, s3, services};
use proptest::prelude::*;

use super::file::TemporaryFile;
use super::many_bytes;
use super::store::{Fault, Store, config};

fn client(store: &Store) -> Client {
    let config = config().endpoint_url("http://127.0.0.1:1").transport(store.clone());
    Client::new(&config.build().expect("it is complete"), services::S3)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("a runtime")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_part_size_gives_the_same_object(
        length in 0..5_000_usize,
        size in 1..2_000_u64,
        concurrency in 0..5_usize,
        is_unknown: bool,
        back in 1..2_000_u64,
    ) {
        runtime().block_on(async {
            let store = Store::default();
            let client = client(&store);
            let bytes = many_bytes(length);
            let body = match is_unknown {
                true => ByteStream::from_reader(std::io::Cursor::new(bytes.clone())),
                false => bytes.clone().into(),
            };
            let upload = s3::upload(&client, "bucket", "key", body);
            let done = upload.any_part_size(size).concurrency(concurrency).await.expect("stored");
            assert_eq!(done.bytes, length as u64);
            assert!(store.get("key").expect("it is stored").body == bytes);
            let file = TemporaryFile::new("property-size");
            let download = s3::download(&client, "bucket", "key");
            let done = download.part_size(back).concurrency(concurrency).to_path(&file.path).await;
            assert_eq!(done.expect("it is there").checksum_algorithm, Some("CRC32"));
            assert!(file.read() == bytes);
        });
    }

    #[test]
    fn any_cut_gives_the_same_bytes(
        cuts in prop::collection::vec(1..3_000_usize, 0..8),
        start in 0..4_000_u64,
        in_parts: bool,
    ) {
        runtime().block_on(async {
            let store = Store::default();
            let bytes = many_bytes(5_000);
            store.put("key", bytes.clone());
            let mut cuts = cuts.into_iter();
            store.fail(move |_| cuts.next().map(Fault::Cut));
            let download = s3::download(&client(&store), "bucket", "key").range(start..);
            let expected = bytes.slice(start as usize..);
            if in_parts {
                let file = TemporaryFile::new("property-cuts");
                download.part_size(700).concurrency(3).to_path(&file.path).await.expect("it is continued");
                assert!(file.read() == expected);
            } else {
                let body = download.stream().await.expect("it is there");
                assert!(body.collect(usize::MAX).await.expect("it is continued") == expected);
            }
        });
    }
}
