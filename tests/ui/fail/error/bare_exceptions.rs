use aws_operation::{ServiceError, aws_error};

type Message = String;

#[aws_error]
#[derive(Debug)]
enum GetError {
    NotFoundException(String),
    ConflictException(Message),
    ListException(Vec<String>),
    NumberException(Option<u16>),
    Other(ServiceError),
}

fn main() {}
