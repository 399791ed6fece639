//! The operations of a store.

use aws_operation_tests::crc32;

use super::message::{Reply, Request};
use super::{Fault, Object, State, Store, Upload};

impl Store {
    /// Carries out a request. Returns the response, and how it fails.
    pub(super) fn handle(&self, request: &Request) -> (Reply, Option<Fault>) {
        let mut state = self.lock();
        state.seen.push(request.clone());
        let fault = state.decide.as_mut().and_then(|decide| decide(request));
        match fault {
            Some(Fault::Instead(reply)) => (reply, None),
            Some(Fault::Never) => (Reply::new(200), fault),
            Some(Fault::Afterwards(reply)) => {
                drop(self.answer(&mut state, request));
                (reply, None)
            }
            fault => (self.answer(&mut state, request).unwrap_or_else(|error| error), fault),
        }
    }

    fn answer(&self, state: &mut State, request: &Request) -> Result<Reply, Reply> {
        let id = request.query.get("uploadId").cloned().unwrap_or_default();
        let no_upload = || Reply::error(404, "NoSuchUpload");
        let name = request.name();
        match name.split(' ').next().unwrap_or_default() {
            "PutObject" => {
                let sum = self.checked(request)?;
                conditions(state, request)?;
                let mut headers = request.headers.clone();
                headers.extend(sum.map(|sum| ("x-amz-checksum-crc32".to_owned(), sum)));
                let e_tag = format!("\"{:x}\"", md5::compute(&request.body));
                let object = Object { body: request.body.clone(), e_tag: e_tag.clone(), headers };
                state.objects.insert(request.path.clone(), object);
                Ok(Reply::new(200).header("ETag", e_tag))
            }
            "CreateMultipartUpload" => {
                state.created += 1;
                let id = format!("upload+{}/=", state.created);
                let headers = request.headers.clone();
                state.uploads.insert(id.clone(), Upload { headers, ..Upload::default() });
                Ok(Reply::new(200).body(format!(
                    "<InitiateMultipartUploadResult><UploadId>{id}</UploadId>\
                     </InitiateMultipartUploadResult>"
                )))
            }
            "UploadPart" => {
                let sum = self.checked(request)?;
                let number: u32 = request.query["partNumber"].parse().expect("a number");
                let upload = state.uploads.get_mut(&id).ok_or_else(no_upload)?;
                let e_tag = format!("\"{:x}\"", md5::compute(&request.body));
                let headers = sum.map(|sum| ("crc32".to_owned(), sum)).into_iter().collect();
                let body = request.body.clone();
                upload.parts.insert(number, Object { body, e_tag: e_tag.clone(), headers });
                Ok(Reply::new(200).header("ETag", e_tag))
            }
            "ListParts" => {
                let upload = state.uploads.get(&id).ok_or_else(no_upload)?;
                let marker = request.query.get("part-number-marker");
                let after: u32 = marker.map_or(0, |marker| marker.parse().expect("a number"));
                let mut text = String::from("<ListPartsResult>");
                // Pages of two parts.
                let page: Vec<_> = upload.parts.range(after + 1..).take(2).collect();
                for (number, part) in &page {
                    let sum = part.headers.get("crc32").map_or_else(String::new, |sum| {
                        format!("<ChecksumCRC32>{sum}</ChecksumCRC32>")
                    });
                    text += &format!(
                        "<Part><PartNumber>{number}</PartNumber><ETag>{}</ETag><Size>{}</Size>{sum}</Part>",
                        part.e_tag.replace('"', "&quot;"),
                        part.body.len()
                    );
                }
                if let Some((last, _)) = page.last() {
                    text += &format!("<NextPartNumberMarker>{last}</NextPartNumberMarker>");
                    let is_more = upload.parts.range(*last + 1..).next().is_some();
                    text += &format!("<IsTruncated>{is_more}</IsTruncated>");
                }
                Ok(Reply::new(200).body(text + "</ListPartsResult>"))
            }
            "CompleteMultipartUpload" => {
                let upload = state.uploads.get(&id).ok_or_else(no_upload)?.clone();
                conditions(state, request)?;
                let object = self.completed(&upload, request)?;
                let sum =
                    object.headers.get("x-amz-checksum-crc32").map_or_else(String::new, |sum| {
                        format!("<ChecksumCRC32>{sum}</ChecksumCRC32>")
                    });
                let text = format!(
                    "<CompleteMultipartUploadResult><ETag>{}</ETag>{sum}\
                     </CompleteMultipartUploadResult>",
                    object.e_tag.replace('"', "&quot;")
                );
                state.objects.insert(request.path.clone(), object);
                state.uploads.remove(&id);
                Ok(Reply::new(200).header("x-amz-version-id", "v1").body(text))
            }
            "AbortMultipartUpload" => {
                state.uploads.remove(&id).ok_or_else(no_upload)?;
                Ok(Reply::new(204))
            }
            _ => self.read(state, request),
        }
    }

    fn read(&self, state: &State, request: &Request) -> Result<Reply, Reply> {
        let object = state.objects.get(&request.path);
        let object = object.ok_or_else(|| Reply::error(404, "NoSuchKey"))?;
        conditions(state, request)?;
        let length = object.body.len();
        let mut reply = Reply::new(200).header("ETag", &object.e_tag);
        for (name, value) in &object.headers {
            let is_sum = name.starts_with("x-amz-checksum-");
            if is_sum && request.header("x-amz-checksum-mode").is_none() {
                continue;
            }
            if is_sum || name.starts_with("x-amz-meta-") || name == "content-type" {
                reply = reply.header(name, value);
            }
        }
        if self.ignores_ranges {
            return Ok(reply.body(object.body.clone()));
        }
        reply = reply.header("accept-ranges", "bytes");
        let Some(range) = request.header("range") else {
            return Ok(reply.body(object.body.clone()));
        };
        let (start, end) = range.trim_start_matches("bytes=").split_once('-').expect("a range");
        let start: usize = start.parse().expect("a number");
        if start >= length {
            return Err(Reply::error(416, "InvalidRange"));
        }
        let end = end.parse().map_or(length, |last: usize| length.min(last + 1));
        reply.status = 206;
        // As with S3, the checksum in the headers is that of the whole object.
        Ok(reply
            .header("content-range", format!("bytes {start}-{}/{length}", end - 1))
            .body(object.body.slice(start..end)))
    }

    /// The CRC-32 in a request, if there is one. It is an error if the body has a different one.
    fn checked(&self, request: &Request) -> Result<Option<String>, Reply> {
        if self.ignores_checksums {
            return Ok(None);
        }
        let Some(sum) = request.header("x-amz-checksum-crc32") else { return Ok(None) };
        match *sum == crc32(&request.body) {
            true => Ok(Some(sum.to_owned())),
            false => Err(Reply::error(400, "BadDigest")),
        }
    }

    /// The object that consists of the parts of an upload.
    fn completed(&self, upload: &Upload, request: &Request) -> Result<Object, Reply> {
        let text = String::from_utf8(request.body.to_vec()).expect("text");
        let (mut body, mut sums, mut before) = (Vec::new(), Vec::new(), 0);
        for part in text.split("<Part>").skip(1) {
            let member = |name: &str| {
                let (_, rest) = part.split_once(&format!("<{name}>"))?;
                let (value, _) = rest.split_once(&format!("</{name}>"))?;
                Some(value.replace("&quot;", "\""))
            };
            let number = member("PartNumber").expect("a number").parse().expect("a number");
            if number <= before {
                return Err(Reply::error(400, "InvalidPartOrder"));
            }
            before = number;
            let stored =
                upload.parts.get(&number).ok_or_else(|| Reply::error(400, "InvalidPart"))?;
            let is_same = member("ETag").as_ref() == Some(&stored.e_tag)
                && (self.ignores_checksums
                    || member("ChecksumCRC32").as_ref() == stored.headers.get("crc32"));
            if !is_same {
                return Err(Reply::error(400, "InvalidPart"));
            }
            body.extend_from_slice(&stored.body);
            sums.extend_from_slice(&md5::compute(&stored.body).0);
        }
        let size = request.header("x-amz-mp-object-size");
        if size.is_some_and(|size| size != body.len().to_string()) {
            return Err(Reply::error(400, "InvalidRequest"));
        }
        let mut headers = upload.headers.clone();
        let sum = request.header("x-amz-checksum-crc32").filter(|_| !self.ignores_checksums);
        if let Some(sum) = sum {
            if sum != crc32(&body) {
                return Err(Reply::error(400, "BadDigest"));
            }
            headers.insert("x-amz-checksum-crc32".into(), sum.to_owned());
            headers.insert("x-amz-checksum-type".into(), "FULL_OBJECT".into());
        }
        let e_tag = format!("\"{:x}-{}\"", md5::compute(sums), text.matches("<Part>").count());
        Ok(Object { body: body.into(), e_tag, headers })
    }
}

/// Checks `If-Match` and `If-None-Match`.
fn conditions(state: &State, request: &Request) -> Result<(), Reply> {
    let present = state.objects.get(&request.path).map(|object| object.e_tag.as_str());
    let fails = match (request.header("if-match"), request.header("if-none-match")) {
        (Some(e_tag), _) => present != Some(e_tag),
        (_, Some("*")) => present.is_some(),
        _ => false,
    };
    if fails { Err(Reply::error(412, "PreconditionFailed")) } else { Ok(()) }
}
