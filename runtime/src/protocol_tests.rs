//! Operations of each protocol, written as the macros generate them: what is sent, what is read of
//! outputs, and what of errors.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::private::{
    AwsJson1_0, AwsQuery, DecodeError, Ec2Query, EncodeError, FromErrorResponse, FromResponse,
    Metadata, Operation, Protocol, RequestEncoder, ResponseDecoder, RestXml, RpcV2Cbor,
    ServiceError, WithFacts, exception, missing,
};
use crate::wire::protocol::testing::structure;
use crate::{Blob, Failure, Service, Timestamp, TimestampFormat, decode, encode};

const SERVICE: Service = Service::new("things")
    .target_prefix("Things")
    .api_version("2020-01-08")
    .xml_namespace("https://example.com/");

/// An operation whose members are all in the body: for each the field, its type, its wire name, and
/// its facts.
macro_rules! operation {
    (
        $name:ident<$protocol:ident> ($metadata:expr) -> $output:ty
        { $($field:ident: $type:ty = $wire:literal $(, $facts:literal)?;)* }
    ) => {
        #[derive(Default)]
        struct $name {
            $($field: $type,)*
        }

        impl Operation for $name {
            type Output = $output;
            type Error = ThingError;
            type Protocol = $protocol;
            const METADATA: Metadata = $metadata;

            fn encode(&self, request: &mut RequestEncoder<'_>) -> Result<(), EncodeError> {
                request.path("/");
                request.body::<$protocol>(&mut |_body| {
                    $(
                        let value = &self.$field;
                        $(let value = &WithFacts(value, concat!("$aws_operation::Xml\n", $facts));)?
                        _body.member(stringify!($field), $wire, value);
                    )*
                })
            }
        }
    };
}

const fn post(name: &'static str) -> Metadata {
    Metadata::new(name, "POST", "/", 200)
}

structure! {
    Inner = "Inner\nns=https://inner" {
        foo: Option<String> = "Foo";
        recursive: Option<Box<Inner>> = "recursive";
    }
}

structure! {
    Output = "Output" {
        greeting: Option<String> = "greeting";
        list: Option<Vec<String>> = "list";
        flat: Option<Vec<i32>> = "flat", "flattened";
        map: Option<BTreeMap<String, Inner>> = "map", "key=K\nvalue=V";
        when: Option<Timestamp> = "when";
        data: Option<Blob> = "data";
    }
}

/// A modelled exception whose members are in a header and in the body.
#[derive(Debug, Default, PartialEq)]
struct ComplexError {
    header: Option<String>,
    message: Option<String>,
    top_level: Option<String>,
    nested: Option<Inner>,
}

impl FromResponse for ComplexError {
    fn from_response<P: Protocol>(response: &ResponseDecoder<'_>) -> Result<Self, DecodeError> {
        let (mut message, mut top_level, mut nested) = (None, None, None);
        response.members::<P>(
            &["message", "TopLevel", "Nested"],
            &mut |index, value| match index {
                0 => value.read(&mut message),
                1 => value.read(&mut top_level),
                _ => value.read_with_facts(&mut nested, "$aws_operation::Xml\nns=https://nested"),
            },
        )?;
        Ok(Self { header: response.header("header", "x-header")?, message, top_level, nested })
    }
}

#[derive(Debug)]
enum ThingError {
    Complex(ComplexError),
    Other(ServiceError),
}

impl FromErrorResponse for ThingError {
    fn from_error_response<P: Protocol>(
        error: &ServiceError,
        response: &ResponseDecoder<'_>,
    ) -> Self {
        let decoded = match error.code() {
            Some("ComplexError" | "Customized") => exception::<P, _, _>(response, Self::Complex),
            _ => return Self::Other(error.clone()),
        };
        decoded.unwrap_or_else(|why| {
            error.set_undecoded(why);
            Self::Other(error.clone())
        })
    }
}

fn request<O: Operation>(operation: &O, service: &Service) -> http::Request<Bytes> {
    let endpoint = "https://example.com/base".parse().expect("it is a URL");
    match encode(operation, service, &endpoint, &mut String::new) {
        Ok(encoded) => encoded.request,
        Err(error) => panic!("{error}"),
    }
}

fn refused<O: Operation>(operation: &O, service: &Service) -> String {
    let endpoint = "https://example.com".parse().expect("it is a URL");
    match encode(operation, service, &endpoint, &mut String::new) {
        Ok(encoded) => panic!("{:?}", encoded.request),
        Err(error) => error.to_string(),
    }
}

fn text(request: &http::Request<Bytes>) -> &str {
    std::str::from_utf8(request.body()).expect("the body is text")
}

fn response(status: u16, headers: &[(&str, &str)], body: &[u8]) -> http::Response<Bytes> {
    let built = http::Response::builder().status(status);
    let built = headers.iter().fold(built, |built, (name, value)| built.header(*name, *value));
    built.body(Bytes::copy_from_slice(body)).expect("a response")
}

fn output<O: Operation<Error = ThingError>>(body: &[u8]) -> O::Output {
    match decode::<O>(&response(200, &[], body)) {
        Ok(output) => output,
        Err(error) => panic!("{error:?}"),
    }
}

fn error<O: Operation<Error = ThingError>>(
    response: &http::Response<Bytes>,
) -> (ThingError, Box<ServiceError>) {
    match decode::<O>(response) {
        Err(Failure::Service(error, raw)) => (error, raw),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it is an error"),
    }
}

fn complex<O: Operation<Error = ThingError>>(
    response: &http::Response<Bytes>,
) -> (ComplexError, Box<ServiceError>) {
    match error::<O>(response) {
        (ThingError::Complex(error), raw) => (error, raw),
        (ThingError::Other(error), _) => panic!("{error}: {:?}", error.undecoded()),
    }
}

fn inner(foo: &str) -> Inner {
    Inner { foo: Some(foo.to_owned()), recursive: None }
}

mod aws_query {
    use super::*;

    operation! {
        PutThing<AwsQuery>(post("PutThing")) -> Output {
            name: Option<String> = "Name";
            nested: Option<Inner> = "Nested";
            list: Option<Vec<String>> = "List";
            renamed: Option<Vec<String>> = "Renamed", "item=Item";
            flat: Option<Vec<i32>> = "Flat", "flattened";
            map: Option<BTreeMap<String, String>> = "Map", "key=K\nvalue=V";
            when: Option<Timestamp> = "When";
            data: Option<Blob> = "Data";
        }
    }

    operation! { Nothing<AwsQuery>(post("Nothing")) -> () {} }

    #[test]
    fn the_form_names_operation_and_version() {
        let sent = request(&Nothing {}, &SERVICE);
        assert_eq!((sent.method().as_str(), sent.uri().path()), ("POST", "/base/"));
        assert_eq!(sent.headers()["content-type"], "application/x-www-form-urlencoded");
        assert_eq!(text(&sent), "Action=Nothing&Version=2020-01-08");
        let error = refused(&Nothing {}, &Service::new("orders"));
        assert!(error.contains("`Nothing` uses awsQuery"), "{error}");
        assert!(error.contains("`orders` lacks an API version"), "{error}");
    }

    #[test]
    fn members_are_pairs() {
        let put = PutThing {
            name: Some("a b&c".into()),
            nested: Some(Inner { recursive: Some(Box::new(inner("deep"))), ..inner("x") }),
            list: Some(vec!["foo".into(), String::new()]),
            renamed: Some(vec!["i".into()]),
            flat: Some(vec![7, 8]),
            map: Some(BTreeMap::from([("k".into(), "v".into())])),
            when: Some(Timestamp::from_epoch_seconds(1_398_796_238)),
            data: Some(Blob::from("value")),
        };
        let sent = request(&put, &SERVICE);
        let pairs: Vec<&str> = text(&sent).split('&').collect();
        assert_eq!(
            pairs,
            [
                "Action=PutThing",
                "Version=2020-01-08",
                "Name=a%20b%26c",
                "Nested.Foo=x",
                "Nested.recursive.Foo=deep",
                "List.member.1=foo",
                "List.member.2=",
                "Renamed.Item.1=i",
                "Flat.1=7",
                "Flat.2=8",
                "Map.entry.1.K=k",
                "Map.entry.1.V=v",
                "When=2014-04-29T18%3A30%3A38Z",
                "Data=dmFsdWU%3D",
            ]
        );
    }

    #[test]
    fn members_of_an_output_are_in_the_result() {
        let body = br#"<PutThingResponse xmlns="https://example.com/">
            <PutThingResult>
                <flat>1</flat>
                <greeting>Hello</greeting>
                <list><member>a</member><member/></list>
                <flat>2</flat>
                <map><entry><K>k</K><V><Foo>bar</Foo></V></entry></map>
                <when>2014-04-29T18:30:38Z</when>
                <data>dmFsdWU=</data>
            </PutThingResult>
            <ResponseMetadata><RequestId>id</RequestId></ResponseMetadata>
        </PutThingResponse>"#;
        let expected = Output {
            greeting: Some("Hello".into()),
            list: Some(vec!["a".into(), String::new()]),
            flat: Some(vec![1, 2]),
            map: Some(BTreeMap::from([("k".into(), inner("bar"))])),
            when: Some(Timestamp::from_epoch_seconds(1_398_796_238)),
            data: Some(Blob::from("value")),
        };
        assert_eq!(output::<PutThing>(body), expected);
        // Without members, services leave out the result or send no body.
        for body in [
            &b""[..],
            b"<NothingResponse><ResponseMetadata/></NothingResponse>",
            b"<PutThingResponse><PutThingResult/></PutThingResponse>",
        ] {
            output::<Nothing>(body);
            assert_eq!(output::<PutThing>(body), Output::default());
        }
    }

    #[test]
    fn an_error_is_read_from_its_element() {
        let body = br#"<ErrorResponse xmlns="https://example.com/">
            <Error>
                <Type>Sender</Type><Code>ComplexError</Code><Message>Hi</Message>
                <TopLevel>Top level</TopLevel>
                <Nested><Foo>bar</Foo></Nested>
            </Error>
            <RequestId>foo-id</RequestId>
        </ErrorResponse>"#;
        let (error, raw) = complex::<PutThing>(&response(400, &[], body));
        // The model's `message` is `Message` on the wire.
        let expected = ComplexError {
            header: None,
            message: Some("Hi".into()),
            top_level: Some("Top level".into()),
            nested: Some(inner("bar")),
        };
        assert_eq!(error, expected);
        assert_eq!((raw.code(), raw.message()), (Some("ComplexError"), Some("Hi")));
        assert_eq!(raw.request_id(), Some("foo-id"));
        // The header is that of the answer that came, whatever a proxy has put in the body.
        let (_, raw) =
            complex::<PutThing>(&response(400, &[("x-amzn-requestid", "header-id")], body));
        assert_eq!(raw.request_id(), Some("header-id"));
    }

    #[test]
    fn what_is_not_an_error_document_is_kept_whole() {
        for body in ["", "<html>busy</html>", "{\"code\": \"X\"}", "<ErrorResponse/>", "<"] {
            let (error, raw) = error::<PutThing>(&response(503, &[], body.as_bytes()));
            assert!(matches!(error, ThingError::Other(_)), "{body}");
            assert_eq!((raw.code(), raw.message()), (None, None), "{body}");
            assert_eq!(raw.body(), body);
        }
        let body =
            b"<ErrorResponse><Error><Code>ComplexError</Code><Nested><Foo><a/></Foo></Nested>\
                     </Error></ErrorResponse>";
        let (error, raw) = error::<PutThing>(&response(400, &[], body));
        assert!(matches!(error, ThingError::Other(_)));
        let why = raw.undecoded().map(ToString::to_string).unwrap_or_default();
        assert!(why.starts_with("`Nested.Foo` cannot be read from the body"), "{why}");
    }
}

mod ec2_query {
    use super::*;

    operation! {
        RunThings<Ec2Query>(post("RunThings")) -> Output {
            name: Option<String> = "name";
            dry_run: Option<bool> = "dryRun", "ec2=DryRunOnly";
            list: Option<Vec<String>> = "list", "item=item";
            nested: Option<Vec<Inner>> = "nested";
            empty: Option<Vec<String>> = "empty";
        }
    }

    #[test]
    fn names_are_capitalised_and_lists_flat() {
        let run = RunThings {
            name: Some("x".into()),
            dry_run: Some(true),
            list: Some(vec!["a".into(), "b".into()]),
            nested: Some(vec![inner("c")]),
            empty: Some(Vec::new()),
        };
        assert_eq!(
            text(&request(&run, &SERVICE)),
            "Action=RunThings&Version=2020-01-08&Name=x&DryRunOnly=true&List.1=a&List.2=b\
             &Nested.1.Foo=c"
        );
        let error = refused(&run, &Service::new("orders"));
        assert!(error.contains("ec2Query") && error.contains("`orders`"), "{error}");
    }

    #[test]
    fn members_of_an_output_are_in_the_root() {
        let body = br#"<RunThingsResponse xmlns="https://example.com/">
            <greeting>Hello</greeting>
            <requestId>requestid</requestId>
        </RunThingsResponse>"#;
        let expected = Output { greeting: Some("Hello".into()), ..Output::default() };
        assert_eq!(output::<RunThings>(body), expected);
    }

    #[test]
    fn an_error_is_one_of_a_list() {
        for (id, name) in [("RequestID", "foo-id"), ("RequestId", "other-id")] {
            let body = format!(
                "<Response><Errors><Error><Code>ComplexError</Code><Message>Hi</Message>\
                 <TopLevel>Top level</TopLevel></Error></Errors><{id}>{name}</{id}></Response>"
            );
            let (error, raw) = complex::<RunThings>(&response(400, &[], body.as_bytes()));
            assert_eq!(error.top_level.as_deref(), Some("Top level"));
            assert_eq!(error.message.as_deref(), Some("Hi"));
            assert_eq!((raw.code(), raw.request_id()), (Some("ComplexError"), Some(name)));
        }
    }
}

mod rest_xml {
    use super::*;

    operation! {
        PutThing<RestXml>(post("PutThing")) -> Output {
            id: Option<String> = "Id", "attribute";
            name: Option<String> = "Name";
            nested: Option<Inner> = "Nested";
            list: Option<Vec<String>> = "List", "ns=https://list\nitem=Item\nitem-ns=p https://item";
            when: Option<Timestamp> = "When";
        }
    }

    operation! {
        Renamed<RestXml>(post("Renamed").xml_root("Ahoy\nns=https://ahoy")) -> Output {
            name: Option<String> = "Name";
        }
    }

    operation! {
        Prefixed<RestXml>(post("Prefixed").xml_root("\nns=baz https://foo")) -> Output {}
    }

    #[test]
    fn the_root_is_named_after_the_input() {
        let put = PutThing {
            id: Some("7".into()),
            name: Some("a<b".into()),
            nested: Some(inner("x")),
            list: Some(vec!["i".into()]),
            when: Some(Timestamp::from_epoch_seconds(0)),
        };
        let sent = request(&put, &SERVICE);
        assert_eq!(sent.headers()["content-type"], "application/xml");
        assert_eq!(
            text(&sent),
            r#"<PutThingRequest xmlns="https://example.com/" Id="7"><Name>a&lt;b</Name><Nested><Foo>x</Foo></Nested><List xmlns="https://list"><Item xmlns:p="https://item">i</Item></List><When>1970-01-01T00:00:00Z</When></PutThingRequest>"#
        );
        let plain = Service::new("things");
        assert_eq!(
            text(&request(&PutThing::default(), &plain)),
            "<PutThingRequest></PutThingRequest>"
        );
        let renamed = Renamed { name: Some("x".into()) };
        assert_eq!(
            text(&request(&renamed, &SERVICE)),
            r#"<Ahoy xmlns="https://ahoy"><Name>x</Name></Ahoy>"#
        );
        assert_eq!(
            text(&request(&Prefixed {}, &plain)),
            r#"<PrefixedRequest xmlns:baz="https://foo"></PrefixedRequest>"#
        );
    }

    /// An operation with HTTP bindings and a payload.
    struct PutPayload<T> {
        id: String,
        token: Option<String>,
        payload: T,
        /// The payload's wire name.
        name: Option<&'static str>,
    }

    impl<T: serde::Serialize> Operation for PutPayload<T> {
        type Output = ();
        type Error = ThingError;
        type Protocol = RestXml;
        const METADATA: Metadata = Metadata::new("PutPayload", "PUT", "/things/{Id}", 200);

        fn encode(&self, request: &mut RequestEncoder<'_>) -> Result<(), EncodeError> {
            request.path("/things/");
            request.label("id", &self.id, TimestampFormat::DateTime, "")?;
            request.header("token", "x-token", &self.token, TimestampFormat::HttpDate)?;
            let payload = &self.payload;
            match self.name {
                None => request.payload::<RestXml, T>("payload", payload, None, true),
                Some(name) => {
                    request.named_payload::<RestXml, T>("payload", name, payload, None, true)
                }
            }
        }
    }

    fn put<T: serde::Serialize>(name: Option<&'static str>, payload: T) -> http::Request<Bytes> {
        let token = Some("t".to_owned());
        request(&PutPayload { id: "a/b".into(), token, payload, name }, &SERVICE)
    }

    #[test]
    fn a_payload_is_named_after_its_type_or_its_member() {
        let sent = put(None, inner("x"));
        assert_eq!(sent.uri().path(), "/base/things/a%2Fb");
        assert_eq!(sent.headers()["x-token"], "t");
        assert_eq!(sent.headers()["content-type"], "application/xml");
        assert_eq!(text(&sent), r#"<Inner xmlns="https://inner"><Foo>x</Foo></Inner>"#);
        let sent = put(Some("Hola"), inner("x"));
        assert_eq!(text(&sent), r#"<Hola xmlns="https://inner"><Foo>x</Foo></Hola>"#);
        let sent = put(None, Output { greeting: Some("hi".into()), ..Output::default() });
        assert_eq!(
            text(&sent),
            r#"<Output xmlns="https://example.com/"><greeting>hi</greeting></Output>"#
        );
    }

    #[test]
    fn other_payloads_are_sent_as_they_are() {
        let sent = put(None, "plain");
        assert_eq!(
            (text(&sent), &sent.headers()["content-type"]),
            ("plain", &"text/plain".parse().expect("a value"))
        );
        let sent = put(None, Blob::from(&b"\xff"[..]));
        assert_eq!(sent.body(), &b"\xff"[..]);
        assert_eq!(sent.headers()["content-type"], "application/octet-stream");
        let sent = put(None, None::<Inner>);
        assert!(sent.body().is_empty() && !sent.headers().contains_key("content-type"));
    }

    #[test]
    fn members_of_an_output_are_in_the_root() {
        let body = br#"<?xml version="1.0"?><Anything xmlns="https://example.com/">
            <greeting>Hello</greeting><flat>1</flat><flat>2</flat></Anything>"#;
        let expected =
            Output { greeting: Some("Hello".into()), flat: Some(vec![1, 2]), ..Output::default() };
        assert_eq!(output::<PutThing>(body), expected);
        assert_eq!(output::<PutThing>(b" "), Output::default());
        // Where there are no members, nothing is looked at.
        output::<PutPayload<String>>(b"OK");
        let failure = decode::<PutThing>(&response(200, &[], b"<r><flat>x</flat></r>"));
        let Err(Failure::Decode(error)) = failure else { panic!("`x` is not a number") };
        assert!(error.to_string().ends_with("at byte 9 in `flat[0]`"), "{error}");
    }

    /// GetBucketLocation's output: the root element is the member.
    #[derive(Debug, PartialEq)]
    struct Location(Option<String>);

    impl FromResponse for Location {
        fn from_response<P: Protocol>(response: &ResponseDecoder<'_>) -> Result<Self, DecodeError> {
            let mut location = None;
            response
                .unwrapped()
                .members::<P>(&["LocationConstraint"], &mut |_, value| value.read(&mut location))?;
            match location {
                Some(location) => Ok(Self(location)),
                None => missing("location").map(Self),
            }
        }
    }

    operation! { GetLocation<RestXml>(post("GetLocation")) -> Location {} }

    #[test]
    fn the_root_may_be_the_member() {
        for (body, location) in [
            (
                "<LocationConstraint xmlns=\"http://s3\">us-west-2</LocationConstraint>",
                Some("us-west-2"),
            ),
            ("<LocationConstraint xmlns=\"http://s3\"/>", None),
            ("<LocationConstraint></LocationConstraint>", None),
            ("", None),
        ] {
            assert_eq!(
                output::<GetLocation>(body.as_bytes()),
                Location(location.map(str::to_owned))
            );
        }
        // An error is not.
        let body = b"<Error><Code>ComplexError</Code><TopLevel>t</TopLevel></Error>";
        let (error, _) = complex::<GetLocation>(&response(404, &[], body));
        assert_eq!(error.top_level.as_deref(), Some("t"));
    }

    #[test]
    fn an_error_has_members_in_headers_and_in_its_element() {
        let body = b"<ErrorResponse><Error><Type>Sender</Type><Code>ComplexError</Code>\
                     <Message>Hi</Message><TopLevel>Top level</TopLevel><Nested><Foo>bar</Foo>\
                     </Nested></Error><RequestId>foo-id</RequestId></ErrorResponse>";
        let (error, raw) = complex::<PutThing>(&response(403, &[("x-header", "Header")], body));
        let expected = ComplexError {
            header: Some("Header".into()),
            message: Some("Hi".into()),
            top_level: Some("Top level".into()),
            nested: Some(inner("bar")),
        };
        assert_eq!((error, raw.request_id()), (expected, Some("foo-id")));
    }

    #[test]
    fn the_code_of_an_answer_without_a_body_is_that_of_its_status() {
        for (status, body, code) in [
            (404, "", Some("NotFound")),
            (403, "", Some("Forbidden")),
            (304, "", Some("NotModified")),
            (412, "", Some("PreconditionFailed")),
            // Whoever answers so may be a proxy, and the call is retried by its status.
            (503, "", None),
            (404, "<html>nothing</html>", None),
        ] {
            let (_, raw) = error::<PutThing>(&response(status, &[], body.as_bytes()));
            assert_eq!(raw.code(), code, "{status} {body}");
        }
    }

    #[test]
    fn s3_errors_are_bare() {
        let body = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code>\
                     <Message>no bucket</Message><RequestId>R</RequestId><HostId>H</HostId></Error>";
        let (error, raw) = error::<PutThing>(&response(404, &[], body));
        assert!(matches!(error, ThingError::Other(_)));
        assert_eq!((raw.code(), raw.message()), (Some("NoSuchBucket"), Some("no bucket")));
        assert_eq!((raw.request_id(), raw.extended_request_id()), (Some("R"), Some("H")));
        let line = format!("{raw:?}");
        assert!(line.contains("request id R, extended request id H"), "{line}");
    }
}

mod rpc_v2_cbor {
    use super::*;

    operation! {
        PutThing<RpcV2Cbor>(post("PutThing")) -> Output {
            name: Option<String> = "Name";
            flat: Option<Vec<i32>> = "Flat", "flattened";
            when: Option<Timestamp> = "When";
            data: Option<Blob> = "Data";
        }
    }

    /// An operation without an input, whose `encode` writes no body.
    struct NoInput;

    impl Operation for NoInput {
        type Output = ();
        type Error = ThingError;
        type Protocol = RpcV2Cbor;
        const METADATA: Metadata = post("NoInput");

        fn encode(&self, request: &mut RequestEncoder<'_>) -> Result<(), EncodeError> {
            request.path("/");
            Ok(())
        }
    }

    #[test]
    fn the_path_names_the_operation() {
        let sent = request(&PutThing::default(), &SERVICE);
        assert_eq!(sent.method(), "POST");
        assert_eq!(sent.uri().path(), "/base/service/Things/operation/PutThing");
        assert_eq!(sent.headers()["smithy-protocol"], "rpc-v2-cbor");
        assert_eq!(sent.headers()["accept"], "application/cbor");
        assert_eq!(sent.headers()["content-type"], "application/cbor");
        assert_eq!(sent.headers().get("x-amzn-query-mode"), None);
        assert_eq!(sent.body(), &b"\xa0"[..]);
        let sent = request(&NoInput, &SERVICE.query_compatible());
        assert_eq!(sent.uri().path(), "/base/service/Things/operation/NoInput");
        assert!(sent.body().is_empty() && !sent.headers().contains_key("content-type"));
        assert_eq!(sent.headers()["x-amzn-query-mode"], "true");
        let error = refused(&NoInput, &Service::new("orders"));
        assert!(error.contains("rpcv2Cbor") && error.contains("a target prefix"), "{error}");
    }

    #[test]
    fn members_are_written_and_read() {
        let put = PutThing {
            name: Some("a".into()),
            flat: Some(vec![1]),
            when: Some(Timestamp::from_epoch_seconds(1)),
            data: Some(Blob::from("v")),
        };
        let sent = request(&put, &SERVICE);
        assert_eq!(sent.body(), &b"\xa4dNameaadFlat\x81\x01dWhen\xc1\x01dDataAv"[..]);
        let body = b"\xbfhgreetingeHellodflat\x9f\x01\x02\xffddataAvdlist\xf6\xff";
        let expected = Output {
            greeting: Some("Hello".into()),
            flat: Some(vec![1, 2]),
            data: Some(Blob::from("v")),
            ..Output::default()
        };
        assert_eq!(output::<PutThing>(body), expected);
        for body in [&b""[..], b"\xa0", b"\xbf\xff"] {
            assert_eq!(output::<PutThing>(body), Output::default());
            output::<NoInput>(body);
        }
    }

    #[test]
    fn an_error_has_code_and_members_at_the_top() {
        let body = b"\xbff__typex\x18smithy.test#ComplexErrorgmessagebHihTopLevelcTop\
                     fNested\xbfcFoocbar\xff\xff";
        // The header of other protocols does not count.
        let headers = [("x-amzn-errortype", "Other"), ("x-header", "Header")];
        let (error, raw) = complex::<PutThing>(&response(400, &headers, body));
        let expected = ComplexError {
            header: Some("Header".into()),
            message: Some("Hi".into()),
            top_level: Some("Top".into()),
            nested: Some(inner("bar")),
        };
        assert_eq!(error, expected);
        assert_eq!((raw.code(), raw.message()), (Some("ComplexError"), Some("Hi")));
        let headers = [("x-amzn-query-error", "Customized;Sender")];
        let (_, raw) = complex::<PutThing>(&response(400, &headers, body));
        assert_eq!(raw.code(), Some("Customized"));
        for body in [&b"<html/>"[..], b"", b"\xa1f__type\x01"] {
            let (error, raw) = super::error::<PutThing>(&response(500, &[], body));
            assert!(matches!(error, ThingError::Other(_)));
            assert_eq!(raw.code(), None);
        }
    }
}

/// Facts and XML's places are nothing to JSON.
mod aws_json {
    use super::*;

    operation! {
        PutThing<AwsJson1_0>(post("PutThing").xml_root("Other")) -> Output {
            flat: Option<Vec<i32>> = "Flat", "flattened\nns=https://x";
        }
    }

    #[test]
    fn json_ignores_what_xml_needs() {
        let sent = request(&PutThing { flat: Some(vec![1]) }, &SERVICE);
        assert_eq!(text(&sent), r#"{"Flat":[1]}"#);
        let body = br#"{"__type":"ComplexError","Message":"Hi","Nested":{"Foo":"bar"}}"#;
        let (error, raw) = complex::<PutThing>(&response(400, &[], body));
        let nested = Some(inner("bar"));
        let expected =
            ComplexError { message: Some("Hi".into()), nested, ..ComplexError::default() };
        assert_eq!(error, expected);
        assert_eq!((raw.message(), raw.request_id()), (Some("Hi"), None));
    }
}
