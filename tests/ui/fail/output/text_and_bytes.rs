use aws_operation::{Blob, aws_operation};
use bytes::Bytes;

type Text = String;
type Maybe<T> = Option<T>;

macro_rules! operations {
    ($($name:ident $output:ty)*) => {$(
        #[aws_operation(method = "GET", uri = "/", output = $output)]
        struct $name;
    )*};
}

#[aws_operation(method = "GET", uri = "/", output = String)]
struct OfString;

#[aws_operation(method = "GET", uri = "/", output = Vec<u8>)]
struct OfBytes;

#[aws_operation(method = "GET", uri = "/", output = Option<Box<str>>)]
struct OfOption;

#[aws_operation(method = "GET", uri = "/", output = Text)]
struct OfAlias;

#[aws_operation(method = "GET", uri = "/", output = &'static str)]
struct OfStaticText;

operations! {
    OfBlob Blob
    OfArray [u8; 16]
    OfMaybe Maybe<Blob>
    OfCow std::borrow::Cow<'static, str>
    OfForeignBytes Bytes
}

fn main() {}
