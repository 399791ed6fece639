//! Tests of the service's responses.

use aws_operation::Blob;
use aws_operation_codegen::model::ShapeId;
use serde_json::json;

use super::super::server::{Response, Server};
use super::{model, operation, order, written, xml_model};
use crate::generated::documents;
use crate::generated::protocols::Protocol;
use crate::generated::schema::Schema;
use crate::random::Random;

#[test]
fn the_service_writes_json() {
    let model = model();
    let mut server = Server::new(
        Schema::new(&model, Protocol::RestJson1),
        Random::of_case(1, "server", 0),
        false,
    );
    let body = |response: &Response| String::from_utf8_lossy(&response.body).into_owned();
    let value = json!({
        "size": 3,
        "since": 0,
        "tags": ["a", "b,c", "\"d\""],
        "at": 0.5,
        "lid": {"made": 0.5},
        "kind": {"round": true},
    });
    let response = server
        .output(("MakeBin", &operation("Bin")), &ShapeId::new("x#Bin"), &value)
        .expect("it is a bin");
    assert_eq!(response.status, 201);
    assert_eq!(
        body(&response),
        // A query binding has no effect in an output.
        r#"{"at":"1970-01-01T00:00:00.5Z","kind":{"ROUND":true},"size":3,"theLid":{"Made":"1970-01-01T00:00:00.5Z"}}"#
    );
    let headers = response.headers;
    for (name, value) in
        [("x-since", "Thu, 01 Jan 1970 00:00:00 GMT"), ("x-tags", r#"a, "b,c", "\"d\"""#)]
    {
        assert!(headers.contains(&(name.to_owned(), value.to_owned())), "{headers:?}");
    }

    let value = json!({"bytes": Blob::from("{}"), "status": 299});
    let response = server
        .output(("GetFile", &operation("File")), &ShapeId::new("x#File"), &value)
        .expect("it is a file");
    assert_eq!((response.status, body(&response).as_str()), (299, "{}"));

    for _ in 0..20 {
        let value = json!({"message": "It is gone."});
        let response = server
            .exception(&operation("Bin"), &ShapeId::new("x#Gone"), &value)
            .expect("it is gone");
        assert_eq!(response.status, 410);
        let text = format!("{:?}{}", response.headers, body(&response));
        assert!(text.contains("Gone") && text.contains("It is gone."), "{text}");
    }
}

#[test]
fn the_service_writes_xml() {
    // The members of the test's model are sorted.
    let inside = "<at>1970-01-01T00:00:00.5Z</at><blob>AP8=</blob><flat><K>z</K><value>3</value></flat>\
                  <items><Item>a</Item><Item>b</Item></items>\
                  <map><entry><K>x</K><value>1</value></entry><entry><K>y</K><value>2</value></entry>\
                  </map><Note>a&lt;b&amp;&#xD;\n</Note>\
                  <owner xmlns:o=\"http://o/\" o:kind=\"K\"><name></name></owner>\
                  <size>1.5</size><Tag>c</Tag><Tag>d</Tag>";
    let id = "id=\"&quot;1&quot;\"";
    for (protocol, status, expected) in [
        (Protocol::RestXml, 201, format!("<Order xmlns=\"http://shop/\" {id}>{inside}</Order>")),
        (
            Protocol::AwsQuery,
            200,
            format!(
                "<GetOrderResponse xmlns=\"http://shop/\"><GetOrderResult {id}>{inside}\
                 </GetOrderResult><ResponseMetadata><RequestId>a1b2</RequestId></ResponseMetadata>\
                 </GetOrderResponse>"
            ),
        ),
        (
            Protocol::Ec2Query,
            200,
            format!(
                "<GetOrderResponse xmlns=\"http://shop/\"><requestId>a1b2</requestId>{inside}\
                 </GetOrderResponse>"
            ),
        ),
    ] {
        let response = written(protocol);
        assert_eq!(response.status, status);
        assert_eq!(String::from_utf8_lossy(&response.body), expected);
    }
}

#[test]
fn the_service_writes_cbor() {
    let response = written(Protocol::RpcV2Cbor);
    assert!(response.headers.contains(&("smithy-protocol".to_owned(), "rpc-v2-cbor".to_owned())));
    let read = documents::cbor::read(&response.body);
    let mut expected = order();
    expected["at"] = json!({"time": 0.5});
    expected["blob"] = json!({"bytes": "AP8="});
    expected["size"] = json!({"float": 1.5});
    assert_eq!(read, Ok(expected));
}

#[test]
fn exceptions_have_the_form_of_the_protocol() {
    let model = xml_model();
    let value = json!({"Message": "Sold."});
    let message = "<Message>Sold.</Message>";
    let (json10, cbor) = (Protocol::AwsJson10, Protocol::RpcV2Cbor);
    for (protocol, status, expected) in [
        (
            Protocol::AwsQuery,
            404,
            format!(
                "<ErrorResponse xmlns=\"http://shop/\"><Error><Type>Sender</Type>\
                 <Code>Shop.Gone</Code>{message}</Error><RequestId>a1b2</RequestId></ErrorResponse>"
            ),
        ),
        (
            Protocol::RestXml,
            410,
            format!(
                "<ErrorResponse xmlns=\"http://shop/\"><Error><Type>Sender</Type>\
                 <Code>Gone</Code>{message}</Error><RequestId>a1b2</RequestId></ErrorResponse>"
            ),
        ),
        (
            Protocol::Ec2Query,
            410,
            format!(
                "<Response><Errors><Error><Code>Gone</Code>{message}</Error></Errors>\
                 <RequestID>a1b2</RequestID></Response>"
            ),
        ),
        (json10, 410, "Sold.".to_owned()),
        (cbor, 410, "Sold.".to_owned()),
    ] {
        let random = Random::of_case(1, "server", 0);
        let mut server = Server::new(Schema::new(&model, protocol), random, false);
        let response = server
            .exception(&operation("Order"), &ShapeId::new("x#Gone"), &value)
            .expect("it is an exception");
        assert_eq!(response.status, status);
        let body = String::from_utf8_lossy(&response.body);
        if protocol == json10 || protocol == cbor {
            assert!(body.contains("__type") && body.contains(&expected), "{body}");
            let header = ("x-amzn-query-error".to_owned(), "Shop.Gone;Sender".to_owned());
            assert!(response.headers.contains(&header), "{:?}", response.headers);
        } else {
            assert_eq!(body, expected);
        }
    }
}
