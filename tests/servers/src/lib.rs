//! Generated operations, and the servers that they are tested with.

mod calls;
mod events;
mod members;
mod servers;

pub use calls::{call_with_boto3, fail, send};
pub use events::{all_events, next_event};
pub use members::members;
pub use servers::{
    client, client_as, ministack, ministack_requests, moto, seaweedfs, without_models,
};

/// Declares the modules of generated operations.
#[cfg(generated)]
macro_rules! services {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("Operations of `", stringify!($name), "`.")]
            #[allow(missing_docs, reason = "the models do not document every member")]
            pub mod $name {
                include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));
            }
        )*
    };
}

#[cfg(generated)]
services! {
    bedrock_runtime cloudwatch_cbor cloudwatch_logs dynamodb ec2 iam kinesis kinesis_cbor lambda s3
    secrets_manager sns sqs ssm sts
}
