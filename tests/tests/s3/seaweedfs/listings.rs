//! Listings: buckets, delimiters, pages and keys that need escapes.

use aws_operation_server_tests::s3::*;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::Bucket;

/// In the order of a listing with the delimiter `/`, keys and prefixes take turns.
const KEYS: [&str; 8] = ["a.txt", "b/1", "b/2", "c.txt", "d/1", "d/2/3", "e & <f>.txt", "z/\u{e9}"];

fn keys(objects: Option<Vec<Object>>) -> Vec<String> {
    objects.unwrap_or_default().into_iter().filter_map(|object| object.key).collect()
}

fn prefixes(prefixes: Option<Vec<CommonPrefix>>) -> Vec<String> {
    prefixes.unwrap_or_default().into_iter().filter_map(|prefix| prefix.prefix).collect()
}

fn strings(list: &Value, name: &str) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| item[name].as_str()).map(str::to_owned).collect()
}

async fn filled() -> Bucket {
    let bucket = Bucket::new().await;
    for key in KEYS {
        bucket.put(key, key).await;
    }
    bucket
}

#[tokio::test]
async fn keys_and_prefixes_that_take_turns_are_all_listed() {
    let bucket = filled().await;
    let list = ListObjectsV2 {
        bucket: bucket.name.clone(),
        delimiter: Some("/".into()),
        ..ListObjectsV2::default()
    };
    let listed = bucket.send(&list).await;
    assert_eq!(listed.name.as_deref(), Some(&*bucket.name));
    assert_eq!((listed.is_truncated, listed.key_count), (Some(false), Some(6)));
    let theirs = bucket.boto3("list_objects_v2", json!({ "Delimiter": "/" }));
    let object = listed.contents.as_ref().and_then(|objects| objects.first()).cloned();
    let object = object.expect("the bucket has objects");
    assert_eq!(object.size, Some(5));
    assert_eq!(object.storage_class, Some(ObjectStorageClass::Standard));
    assert_eq!(json!(object.e_tag), theirs["Contents"][0]["ETag"]);
    let modified = object.last_modified.map(|date| date.epoch_seconds()).unwrap_or_default();
    assert!(modified > 1_700_000_000, "{modified}");
    assert_eq!(prefixes(listed.common_prefixes), ["b/", "d/", "z/"]);
    assert_eq!(strings(&theirs["CommonPrefixes"], "Prefix"), ["b/", "d/", "z/"]);
    let own = keys(listed.contents);
    assert_eq!(own, ["a.txt", "c.txt", "e & <f>.txt"]);
    assert_eq!(strings(&theirs["Contents"], "Key"), own);

    // The older listing, and one level down.
    let list = ListObjects {
        bucket: bucket.name.clone(),
        delimiter: Some("/".into()),
        prefix: Some("d/".into()),
        ..ListObjects::default()
    };
    let listed = bucket.send(&list).await;
    assert_eq!(listed.prefix.as_deref(), Some("d/"));
    assert_eq!(
        (keys(listed.contents), prefixes(listed.common_prefixes)),
        (vec!["d/1".into()], vec!["d/2/".into()])
    );

    // The keys may come encoded as in URLs; then they are as the service wrote them.
    let list = ListObjectsV2 {
        bucket: bucket.name.clone(),
        prefix: Some("z/\u{e9}".into()),
        encoding_type: Some(EncodingType::Url),
        ..ListObjectsV2::default()
    };
    let listed = bucket.send(list).await;
    assert_eq!(listed.encoding_type, Some(EncodingType::Url));
    assert_eq!(keys(listed.contents), ["z/%C3%A9"]);
}

#[tokio::test]
async fn pages_are_followed_to_the_end() {
    let bucket = filled().await;
    let mut list = ListObjectsV2 {
        bucket: bucket.name.clone(),
        max_keys: Some(3),
        ..ListObjectsV2::default()
    };
    let (mut all, mut pages) = (Vec::new(), Vec::new());
    loop {
        let page = bucket.send(&list).await;
        let found = keys(page.contents);
        pages.push(found.len());
        all.extend(found);
        if page.is_truncated != Some(true) {
            assert_eq!(page.next_continuation_token, None);
            break;
        }
        assert!(page.next_continuation_token.is_some());
        list.continuation_token = page.next_continuation_token;
    }
    assert_eq!(all, KEYS);
    assert_eq!(pages, [3, 3, 2]);

    let after = ListObjectsV2 {
        bucket: bucket.name.clone(),
        start_after: Some("c.txt".into()),
        ..ListObjectsV2::default()
    };
    assert_eq!(keys(bucket.send(after).await.contents), KEYS[4..]);
    let empty = ListObjectsV2 {
        bucket: bucket.name.clone(),
        prefix: Some("nothing".into()),
        ..ListObjectsV2::default()
    };
    let empty = bucket.send(empty).await;
    assert_eq!((empty.contents, empty.common_prefixes, empty.key_count), (None, None, Some(0)));
}

/// The keys of all pages, and how many each page has.
async fn pages(bucket: &Bucket) -> (Vec<String>, Vec<usize>) {
    let list = ListObjectsV2 { bucket: bucket.name.clone(), ..ListObjectsV2::default() };
    pages_of(bucket, list).await
}

async fn pages_of(bucket: &Bucket, list: ListObjectsV2) -> (Vec<String>, Vec<usize>) {
    let (mut all, mut counts) = (Vec::new(), Vec::new());
    let mut pages = bucket.s3.pages(list);
    while let Some(page) = pages.next().await {
        let page = page.expect("a page");
        let found = keys(page.contents);
        assert_eq!(page.key_count, Some(found.len() as i32));
        counts.push(found.len());
        all.extend(found);
    }
    (all, counts)
}

#[tokio::test]
async fn all_of_2500_keys_are_listed_and_deleted() {
    let bucket = Bucket::new().await;
    let mut expected: Vec<String> =
        (0..2_500).map(|number| format!("{:02} & {number:04}/\u{e9}", number % 50)).collect();
    let mut tasks = JoinSet::new();
    for keys in expected.chunks(100) {
        let (s3, name, keys) = (bucket.s3.clone(), bucket.name.clone(), keys.to_vec());
        tasks.spawn(async move {
            for key in keys {
                let body = Some(key.clone().into());
                let put = PutObject { bucket: name.clone(), key, body, ..PutObject::default() };
                s3.send(put).await.expect("it is stored");
            }
        });
    }
    tasks.join_all().await;
    expected.sort_unstable();
    let (listed, counts) = pages(&bucket).await;
    assert!(listed == expected, "the keys differ: {} of 2500", listed.len());
    assert_eq!(counts, [1_000, 1_000, 500]);
    let prefix = "07 & ";
    let list = ListObjectsV2 {
        bucket: bucket.name.clone(),
        prefix: Some(prefix.into()),
        max_keys: Some(20),
        ..ListObjectsV2::default()
    };
    let (listed, counts) = pages_of(&bucket, list).await;
    let with_prefix = expected.iter().filter(|key| key.starts_with(prefix));
    assert!(listed.iter().eq(with_prefix), "other keys with the prefix: {listed:?}");
    assert_eq!(counts, [20, 20, 10]);
    let theirs = bucket.boto3("list_objects_v2", json!({ "StartAfter": expected[1_999] }));
    assert_eq!(strings(&theirs["Contents"], "Key"), expected[2_000..]);

    // A call deletes 1,000 at most.
    for (keys, left) in expected.chunks(1_000).zip([1_500, 500, 0]) {
        let object = |key: &String| ObjectIdentifier { key: key.clone(), ..Default::default() };
        let objects = keys.iter().map(object).collect();
        let delete = DeleteObjects {
            bucket: bucket.name.clone(),
            delete: Delete { objects, quiet: None },
            ..DeleteObjects::default()
        };
        let output = bucket.send(delete).await;
        assert_eq!(output.deleted.map_or(0, |deleted| deleted.len()), keys.len());
        assert_eq!((output.errors, pages(&bucket).await.0.len()), (None, left));
    }
}

#[tokio::test]
async fn a_bucket_is_made_found_and_removed() {
    let bucket = Bucket::new().await;
    let head = HeadBucket { bucket: bucket.name.clone(), ..HeadBucket::default() };
    bucket.send(&head).await;
    let location =
        GetBucketLocation { bucket: bucket.name.clone(), ..GetBucketLocation::default() };
    // The region of the tests has no constraint.
    assert_eq!(bucket.send(location).await.location_constraint, None);
    let buckets = bucket.send(ListBuckets::default()).await;
    assert!(buckets.owner.is_some());
    let found = buckets.buckets.unwrap_or_default();
    let found = found.iter().find(|found| found.name.as_deref() == Some(&*bucket.name));
    let created = found.and_then(|found| found.creation_date).expect("the bucket is listed");
    assert!(created.epoch_seconds() > 1_700_000_000);
    bucket.boto3("head_bucket", json!({}));

    bucket.send(DeleteBucket { bucket: bucket.name.clone(), ..DeleteBucket::default() }).await;
    let error = bucket.s3.send(&head).await.expect_err("the bucket is gone");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404), "{error}");
}
