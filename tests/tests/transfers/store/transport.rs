//! A store as a server, and as a transport without a network.

use aws_operation::{Body, Transport, TransportError, TransportFuture};
use aws_operation_tests::Listed;
use aws_operation_tests::faults::{Answer, End, FaultServer, Step};

use super::message::{request, request_of};
use super::{Fault, Store};

impl Store {
    /// A server with these objects.
    pub fn serve(&self) -> FaultServer {
        let store = self.clone();
        FaultServer::by(move |seen| {
            let request = request_of(seen);
            let is_head = request.method == "HEAD";
            let (reply, fault) = store.handle(&request);
            let mut answer = Answer::new(reply.status).body(&reply.body);
            for (name, value) in &reply.headers {
                answer = answer.header(name, value);
            }
            let (head, all) = (answer.head(), answer.bytes());
            match fault {
                Some(Fault::Cut(at)) => Step::send(&all[..head.len() + at], End::Close),
                Some(Fault::Stall(at)) => Step::send(&all[..head.len() + at], End::Hang),
                Some(Fault::Lost) => Step::send([], End::Close),
                Some(Fault::Never) => Step::send([], End::Hang),
                _ if is_head => Step::send(head, End::Keep),
                _ => Step::send(all, End::Keep),
            }
        })
    }
}

/// Without a network, for tests with many transfers.
impl Transport for Store {
    fn send(&self, sent: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (head, body) = sent.into_parts();
            let body = body.collect(usize::MAX).await;
            let body = body.map_err(|error| TransportError::other(error.to_string()))?;
            let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
                (name.to_string(), value.to_str().expect("text").to_owned())
            };
            let headers = head.headers.iter().map(header).collect();
            let target = head.uri.path_and_query().expect("a path").as_str();
            let request = request(head.method.as_str(), target, headers, &body);
            let (reply, fault) = self.handle(&request);
            let mut response = http::Response::builder().status(reply.status);
            for (name, value) in &reply.headers {
                response = response.header(name, value);
            }
            response = response.header("content-length", reply.body.len());
            let body = match fault {
                Some(Fault::Cut(at)) => {
                    let sent = reply.body.slice(..at.min(reply.body.len()));
                    let broken = Err(TransportError::interrupted("it was cut").into());
                    Body::stream([Ok(sent), broken].into_iter().collect::<Listed<_>>(), None)
                }
                Some(_) => return Err(TransportError::interrupted("it was lost")),
                None if request.method == "HEAD" => Body::empty(),
                None => Body::from(reply.body),
            };
            Ok(response.body(body).expect("a response"))
        })
    }
}
