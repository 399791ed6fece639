//! Generated operations, and the servers that they are called on.

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
services! { cloudwatch_cbor dynamodb ec2 iam kinesis s3 secrets_manager sns sqs ssm sts }
