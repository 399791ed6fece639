//! Generated operations, and the servers that the tests call with them.

mod servers;

pub use servers::{client, client_as, ministack, moto, seaweedfs, without_models};

/// Declares the modules of generated operations.
#[cfg(generated)]
macro_rules! services {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("Operations of `", stringify!($name), "`.")]
            pub mod $name {
                include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));
            }
        )*
    };
}

#[cfg(generated)]
services! { cloudwatch_cbor dynamodb ec2 iam kinesis kinesis_cbor s3 secrets_manager sns sqs ssm sts }
