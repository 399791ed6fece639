//! Tests of what a service reads in a request's body.

use aws_operation_codegen::model::ShapeId;

use super::{order, written, xml_model};
use crate::generated::documents;
use crate::generated::protocols::Protocol;
use crate::generated::schema::Schema;

/// A service reads the same order from a request of each protocol, without losing anything.
#[test]
fn a_service_reads_the_members_of_a_request() {
    let model = xml_model();
    let input = ShapeId::new("x#Order");
    let query = "Action=PutOrder&Version=1&id=%221%22&Note=a%3Cb%26%0D%0A&at=1970-01-01T00:00:00.5Z&\
                 blob=AP8%3D&size=1.5&items.Item.1=a&items.Item.2=b&Tag.1=c&Tag.2=d&\
                 map.entry.1.K=x&map.entry.1.value=1&map.entry.2.K=y&map.entry.2.value=2&\
                 flat.1.K=z&flat.1.value=3&owner.o%3Akind=K&owner.name=";
    let ec2 = "Action=PutOrder&Version=1&Id=%221%22&Note=a%3Cb%26%0D%0A&At=1970-01-01T00:00:00.5Z&\
               Blob=AP8%3D&Size=1.5&Items.1=a&Items.2=b&TheTag.1=c&TheTag.2=d&\
               Map.entry.1.K=x&Map.entry.1.value=1&Map.entry.2.K=y&Map.entry.2.value=2&\
               Flat.1.K=z&Flat.1.value=3&Owner.O%3Akind=K&Owner.Name=";
    let requests = [
        (Protocol::RestXml, written(Protocol::RestXml).body.to_vec()),
        (Protocol::RpcV2Cbor, written(Protocol::RpcV2Cbor).body.to_vec()),
        (Protocol::AwsJson11, written(Protocol::AwsJson11).body.to_vec()),
        (Protocol::AwsQuery, query.as_bytes().to_vec()),
        (Protocol::Ec2Query, ec2.as_bytes().to_vec()),
    ];
    for (protocol, body) in requests {
        let schema = Schema::new(&model, protocol);
        let read = documents::read(schema, &input, &body).expect("it is a document");
        let typed = documents::typed(schema, &input, &read);
        assert_eq!(typed, Ok(documents::carried(schema, &input, &order())), "{protocol:?}");
    }
}

#[test]
fn parts_that_are_not_in_the_model_are_kept() {
    let model = xml_model();
    let input = ShapeId::new("x#Order");
    let read = |protocol, body: &str| {
        documents::read(Schema::new(&model, protocol), &input, body.as_bytes())
    };
    for (protocol, one, other) in [
        (Protocol::RestXml, "<Order/>", "<Order><What/></Order>"),
        (Protocol::RestXml, "<Order/>", "<Order what='1'/>"),
        (Protocol::RestXml, "<Order/>", "<Order>what</Order>"),
        (Protocol::RestXml, "<Order><items/></Order>", "<Order><items><member/></items></Order>"),
        (Protocol::RestXml, "<Order><at>1</at></Order>", "<Order><at xmlns='a'>1</at></Order>"),
        (
            Protocol::RestXml,
            "<Order><Tag>1</Tag><Tag>2</Tag></Order>",
            "<Order><Tag>2</Tag><Tag>1</Tag></Order>",
        ),
        (Protocol::AwsQuery, "Note=1", "Note=1&What=2"),
        (Protocol::AwsQuery, "items.Item.1=a", "items.Item.2=a"),
        (Protocol::AwsQuery, "items.Item.1=a", "items.member.1=a"),
        (Protocol::AwsQuery, "items=", ""),
        (Protocol::Ec2Query, "Items.1=a", "Items.Item.1=a"),
    ] {
        assert_ne!(read(protocol, one), read(protocol, other), "{one} {other}");
    }
    for (protocol, one, other) in [
        (
            Protocol::RestXml,
            "<Order><Tag>1</Tag><at>1</at><Tag>2</Tag></Order>",
            "<Order><at>1</at><Tag>1</Tag><Tag>2</Tag></Order>",
        ),
        (
            Protocol::AwsQuery,
            "flat.1.K=a&flat.1.value=1&flat.2.K=b&flat.2.value=2",
            "flat.1.K=b&flat.1.value=2&flat.2.K=a&flat.2.value=1",
        ),
    ] {
        assert_eq!(read(protocol, one), read(protocol, other), "{one} {other}");
    }
    for (protocol, body) in [
        (Protocol::RestXml, "<Order><at>1</at><at>2</at></Order>"),
        (Protocol::RestXml, "<Order><map><entry><K>1</K></entry></map></Order>"),
        (Protocol::AwsQuery, "Note=1&Note=1"),
        (Protocol::AwsQuery, "Note"),
        (Protocol::AwsJson10, "{"),
    ] {
        assert!(read(protocol, body).is_err(), "{body}");
    }
}
