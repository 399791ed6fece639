//! An operation of restJson1, and one of each protocol that is asked for. All have a structure, a list
//! and a map in both directions, as most operations do.

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

use aws_operation::{Client, Config, services};

/// An operation with this protocol, and a call of it.
macro_rules! operation {
    ($name:ident, $($argument:tt)*) => {
        mod $name {
            use std::collections::BTreeMap;

            use aws_operation::{aws_operation, aws_structure};

            #[aws_operation($($argument)*, output = Output)]
            pub struct PutTags {
                pub tags: BTreeMap<String, String>,
                pub owners: Vec<Owner>,
            }

            #[aws_structure]
            pub struct Owner {
                pub name: String,
                pub since: Option<aws_operation::Timestamp>,
            }

            #[aws_structure]
            pub struct Output {
                pub count: Option<i32>,
                pub tags: Option<BTreeMap<String, String>>,
                pub owners: Option<Vec<Owner>>,
            }
        }
    };
}

operation!(rest_json_1, method = "POST", uri = "/tags");
#[cfg(feature = "aws_json_1_0")]
operation!(aws_json_1_0, protocol = "awsJson1_0");
#[cfg(feature = "aws_query")]
operation!(aws_query, protocol = "awsQuery");
#[cfg(feature = "ec2_query")]
operation!(ec2_query, protocol = "ec2Query");
#[cfg(feature = "rest_xml")]
operation!(rest_xml, protocol = "restXml", method = "POST", uri = "/tags");
#[cfg(feature = "rpc_v2_cbor")]
operation!(rpc_v2_cbor, protocol = "rpcv2Cbor");

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Calls an operation of a protocol, and prints what it gave.
macro_rules! call {
    ($config:expr, $name:ident) => {{
        use $name::{Owner, PutTags};
        let client = Client::new($config, services::LAMBDA);
        let owners = vec![Owner { name: "blue".to_owned(), since: None }];
        let tags = BTreeMap::from([("team".to_owned(), "blue".to_owned())]);
        let output = client.send(PutTags { tags, owners }).await?;
        let names = output.owners.unwrap_or_default();
        let names: Vec<_> = names.into_iter().map(|owner| (owner.name, owner.since)).collect();
        println!("{:?} {:?} {names:?}", output.count, output.tags);
    }};
}

async fn run() -> Result<(), Box<dyn Error>> {
    let config = Config::load().await?;
    call!(&config, rest_json_1);
    #[cfg(feature = "aws_json_1_0")]
    call!(&config, aws_json_1_0);
    #[cfg(feature = "aws_query")]
    call!(&config, aws_query);
    #[cfg(feature = "ec2_query")]
    call!(&config, ec2_query);
    #[cfg(feature = "rest_xml")]
    call!(&config, rest_xml);
    #[cfg(feature = "rpc_v2_cbor")]
    call!(&config, rpc_v2_cbor);
    Ok(())
}
