//! Checksums of downloads.

use std::collections::BTreeMap;

use aws_operation::Checksums;
use aws_operation::s3::TransferErrorKind;

use super::{LENGTH, download, read};
use crate::file::TemporaryFile;
use crate::many_bytes;
use crate::store::{Fault, Store, client};

#[tokio::test]
async fn a_wrong_checksum_is_an_error() {
    let bytes = many_bytes(LENGTH);
    let store = Store::default();
    let server = store.serve();
    let client = client(&server);
    let with = |name: &str, value: &str| {
        store.put_with("key", bytes.clone(), BTreeMap::from([(name.to_owned(), value.to_owned())]));
    };
    let file = TemporaryFile::with("checked", b"before");
    with("x-amz-checksum-crc32", "AAAAAA==");
    let error = download(&client).to_path(&file.path).await.expect_err("it is wrong");
    assert_eq!(error.kind(), TransferErrorKind::Corrupt, "{error}");
    assert!(error.to_string().contains("its CRC32 checksum is"), "{error}");
    assert_eq!((file.read(), file.names()), (b"before".to_vec(), vec!["film.mp4".to_owned()]));
    let error = read(download(&client)).await.expect_err("it is wrong");
    assert!(error.is_corrupt(), "{error}");
    // The same for a body that was continued.
    store.fail_first("GetObject ", [Fault::Cut(1000)]);
    assert!(read(download(&client)).await.expect_err("it is wrong").is_corrupt());
    store.recover();
    let off = download(&client).checksums(Checksums::WhenRequired);
    assert_eq!(off.to_path(&file.path).await.expect("unchecked").checksum_algorithm, None);

    // A checksum of the parts' checksums cannot be checked, and an invalid checksum is ignored.
    for (name, value) in [("x-amz-checksum-crc32", "AAAAAA==-3"), ("x-amz-checksum-sha256", "x")] {
        with(name, value);
        let done = download(&client).to_path(&file.path).await.expect("it is there");
        assert_eq!(done.checksum_algorithm, None);
        assert!(read(download(&client)).await.expect("it is there") == bytes);
    }
    // S3 computes this checksum if the client sends none. It is combined from those of the parts.
    with("x-amz-checksum-crc64nvme", &crc64nvme(&bytes));
    let done = download(&client).to_path(&file.path).await.expect("it is right");
    assert_eq!(done.checksum_algorithm, Some("CRC64NVME"));
    // SHA-256 is checked if the bytes arrive in order, but not in parts.
    with("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assert!(read(download(&client)).await.expect_err("it is wrong").is_corrupt());
    assert_eq!(
        download(&client).to_path(&file.path).await.expect("unchecked").checksum_algorithm,
        None
    );
    let one = download(&client).concurrency(1).to_path(&file.path).await.expect_err("it is wrong");
    assert_eq!(one.kind(), TransferErrorKind::Corrupt);
}

/// The CRC-64/NVME in base64, computed bit by bit.
fn crc64nvme(bytes: &[u8]) -> String {
    use base64::Engine as _;

    let mut sum = u64::MAX;
    for byte in bytes {
        sum ^= u64::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0x9a6c_9329_ac4b_c9b5 } else { sum >> 1 };
        }
    }
    base64::engine::general_purpose::STANDARD.encode((!sum).to_be_bytes())
}
