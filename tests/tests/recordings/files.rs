//! The file: what it looks like, when it is written, and what is wrong with a broken one.

use std::fs;

use aws_operation::testing::verify::Server;
use aws_operation::testing::{Playback, Recorder};
use aws_operation::{Client, Service};
use bytes::Bytes;
use http::{Request, Response};

use crate::{credentials, path, recording};

/// Records one call.
async fn record(path: &std::path::Path) {
    let server = Server::start(credentials(), |_: &Request<Bytes>| {
        Response::builder()
            .header("x-a", "1")
            .header("x-a", "2")
            .body("hello\n")
            .expect("a response")
    });
    let server = server.expect("a port");
    let recorder = Recorder::create(path).expect("no file");
    let client = Client::new(&recording(&recorder, &server), Service::new("orders"));
    let request = Request::put("/orders/1?b=2&a=1").body(Bytes::from_static(b"\xff\x00"));
    client.send_http(request.expect("a request")).await.expect("a response");
    recorder.finish().expect("it is written");
    recorder.finish().expect("it is written once");
}

/// Without this, a recording could not be reviewed.
#[tokio::test]
async fn the_file_is_readable() {
    let path = path("readable");
    record(&path).await;
    let text = fs::read_to_string(&path).expect("a file");
    let (start, rest) = text.split_once("          \"date\": \"").expect("a date");
    let (_, end) = rest.split_once("\",\n").expect("the end of the date");
    assert_eq!(
        format!("{start}{end}"),
        r#"{
  "aws-operation-recording": 1,
  "exchanges": [
    {
      "request": {
        "body": {
          "base64": "/wA="
        },
        "host": "localhost",
        "method": "PUT",
        "path": "/orders/1",
        "query": "a=1&b=2"
      },
      "response": {
        "body": {
          "text": "hello\n"
        },
        "headers": {
          "x-a": [
            "1",
            "2"
          ],
          "x-amzn-requestid": "00000000-0000-4000-8000-000000000002"
        },
        "status": 200
      }
    }
  ],
  "redacted": {
    "headers": [],
    "members": []
  }
}
"#
    );
}

/// Without this, a recording could be lost, or a half of one left.
#[tokio::test]
async fn an_existing_file_is_only_replaced_if_told_so() {
    let path = path("existing");
    record(&path).await;
    let before = fs::read(&path).expect("a file");
    let error = Recorder::create(&path).expect_err("the file exists").to_string();
    let expected = format!("recording {}: the file exists; delete it, or use", path.display());
    assert!(error.starts_with(&expected), "{error}");
    let recorder = Recorder::overwrite(&path).expect("a recorder");
    assert_eq!(fs::read(&path).expect("a file"), before, "nothing is written before the end");
    recorder.finish().expect("it is written");
    let after = fs::read_to_string(&path).expect("a file");
    assert!(after.contains("\"exchanges\": []"), "{after}");

    // A file that was created in the meantime.
    fs::remove_file(&path).expect("a file");
    let recorder = Recorder::create(&path).expect("no file");
    fs::write(&path, "of someone else").expect("it is written");
    let error = recorder.finish().expect_err("the file exists").to_string();
    assert!(error.contains("the file cannot be written: "), "{error}");
    assert_eq!(fs::read(&path).expect("a file"), b"of someone else");
    let folder = fs::read_dir(path.parent().expect("a folder")).expect("a folder");
    let temporary = folder.flatten().filter(|it| {
        let name = it.file_name().to_string_lossy().into_owned();
        name.starts_with("existing") && name.ends_with(".tmp")
    });
    assert_eq!(temporary.count(), 0);

    let error = Recorder::create(path.join("no/folder.json")).expect_err("no folder").to_string();
    assert!(error.ends_with("the folder does not exist"), "{error}");
}

/// Without this, the error of a broken file would not say where to look.
#[tokio::test]
async fn errors_name_the_line_or_the_member() {
    let path = path("broken");
    record(&path).await;
    let whole = fs::read_to_string(&path).expect("a file");
    let open = |text: &str| {
        fs::write(&path, text).expect("it is written");
        Playback::open(&path).map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(open(&whole), Ok(()));
    let cut = whole.find("\"path\"").expect("a path");
    let cases = [
        (whole[..cut].to_owned(), "line 11: the JSON ends too early"),
        (whole.replace("\"status\": 200", "\"status\": 20"), "/exchanges/0/response/status is not"),
        (
            whole.replace("\"method\": \"PUT\"", "\"method\": 1"),
            "/exchanges/0/request/method is not",
        ),
        (whole.replace("/wA=", "/wA"), "/exchanges/0/request/body/base64 is not base64"),
        (whole.replace("\"text\": ", "\"words\": "), "/exchanges/0/response/body/text is not"),
        (whole.replace("\"response\"", "\"failure\""), "/exchanges/0/failure/kind is not a string"),
        (whole.replace("\"x-a\": [", "\"x-a\": [3,"), "/exchanges/0/response/headers/x-a/0 is not"),
        (whole.replace("recording\": 1", "recording\": 2"), "is not 1; it was written by another"),
        ("{}".to_owned(), "so it is not a recording"),
        ("[".to_owned(), "line 1: "),
        (String::new(), "so it is not a recording"),
    ];
    for (text, expected) in cases {
        let error = open(&text).expect_err(expected);
        let start = format!("recording {}: ", path.display());
        assert!(error.starts_with(&start) && error.contains(expected), "{expected}: {error}");
    }
    for end in 0..whole.len() - 2 {
        open(&whole[..end]).expect_err("it is cut");
    }
    fs::remove_file(&path).expect("a file");
    let error = Playback::open(&path).expect_err("no file").to_string();
    assert!(error.contains("the file cannot be read: "), "{error}");
}
