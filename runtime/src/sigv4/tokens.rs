//! Passwords for databases and clusters, which are presigned URLs of a special form.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Payload, Presigned, SigningParams, presign};
use crate::error::SignError;
use crate::types::{Credentials, is_host_label};

/// How long RDS, DSQL and EKS accept a token.
const FIFTEEN_MINUTES: Duration = Duration::from_secs(900);

/// The password with which a user logs in to a database of Amazon RDS or Aurora. Valid for 15
/// minutes.
///
/// ```
/// use std::time::SystemTime;
///
/// use aws_operation::Credentials;
/// use aws_operation::sigv4::tokens;
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret");
/// let host = "prod.abc123.eu-west-1.rds.amazonaws.com";
/// let password =
///     tokens::rds(&credentials, "eu-west-1", host, 3306, "app", SystemTime::UNIX_EPOCH)?;
/// assert!(password.starts_with("prod.abc123.eu-west-1.rds.amazonaws.com:3306/?Action=connect&DBUser=app"));
/// # Ok::<(), aws_operation::sigv4::SignError>(())
/// ```
///
/// # Errors
///
/// [`SignError`]: the host is invalid.
///
/// Source: Amazon RDS user guide, "Connecting to your DB instance using IAM authentication".
pub fn rds(
    credentials: &Credentials,
    region: &str,
    host: &str,
    port: u16,
    user: &str,
    now: SystemTime,
) -> Result<String, SignError> {
    check_host(host)?;
    let user = super::canonical::encode(user.as_bytes());
    let url = format!("https://{host}:{port}/?Action=connect&DBUser={user}");
    password(&url, credentials, region, "rds-db", FIFTEEN_MINUTES, now)
}

/// The password with which the role `admin`, or another role, logs in to Amazon Aurora DSQL.
///
/// # Errors
///
/// [`SignError`]: the host is invalid, or the validity is out of range.
///
/// Source: Aurora DSQL user guide, "Generating an authentication token".
pub fn dsql(
    credentials: &Credentials,
    region: &str,
    host: &str,
    is_admin: bool,
    expires_in: Duration,
    now: SystemTime,
) -> Result<String, SignError> {
    check_host(host)?;
    let action = if is_admin { "DbConnectAdmin" } else { "DbConnect" };
    let url = format!("https://{host}/?Action={action}");
    password(&url, credentials, region, "dsql", expires_in, now)
}

/// The bearer token for the Kubernetes API of Amazon EKS. Valid for 15 minutes.
///
/// ```
/// use std::time::SystemTime;
///
/// use aws_operation::Credentials;
/// use aws_operation::sigv4::tokens;
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret");
/// let token = tokens::eks(&credentials, "eu-west-1", "my-cluster", SystemTime::UNIX_EPOCH)?;
/// assert!(token.starts_with("k8s-aws-v1."));
/// # Ok::<(), aws_operation::sigv4::SignError>(())
/// ```
///
/// # Errors
///
/// [`SignError`]: the cluster's name cannot be sent in a header.
///
/// Source: aws-iam-authenticator, "API authorization from outside a cluster".
pub fn eks(
    credentials: &Credentials,
    region: &str,
    cluster: &str,
    now: SystemTime,
) -> Result<String, SignError> {
    // EKS accepts the token for 15 minutes whatever its URL says; all clients write 60 s.
    let life = Duration::from_secs(60);
    let header = [("x-k8s-aws-id", cluster)];
    let url = caller_identity(credentials, region, &header, life, now)?;
    Ok(format!("k8s-aws-v1.{}", URL_SAFE_NO_PAD.encode(url.url())))
}

/// A URL that proves the identity of the caller, which HashiCorp Vault and other servers ask for.
/// `headers` are signed and must be sent with it.
///
/// # Errors
///
/// [`SignError`]: the validity is out of range, or a header is invalid.
///
/// Source: AWS STS API reference, "GetCallerIdentity".
pub fn caller_identity(
    credentials: &Credentials,
    region: &str,
    headers: &[(&str, &str)],
    expires_in: Duration,
    now: SystemTime,
) -> Result<Presigned, SignError> {
    // It becomes part of the host that the signature is sent to.
    if !is_host_label(region) {
        return Err(SignError::NotAHost("region"));
    }
    let suffix = crate::types::dns_suffix(region);
    let mut request = http::Request::get(format!(
        "https://sts.{region}.{suffix}/?Action=GetCallerIdentity&Version=2011-06-15"
    ));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(()).map_err(|_| SignError::NotAHeader("region or header"))?;
    let params = SigningParams::new(credentials, region, "sts", now);
    presign(&request, Payload::Bytes(b""), expires_in, &params)
}

fn check_host(host: &str) -> Result<(), SignError> {
    match host.split('.').all(is_host_label) {
        true => Ok(()),
        false => Err(SignError::NotAHost("host")),
    }
}

/// A presigned URL without its scheme.
fn password(
    url: &str,
    credentials: &Credentials,
    region: &str,
    service: &str,
    expires_in: Duration,
    now: SystemTime,
) -> Result<String, SignError> {
    let request = http::Request::get(url).body(()).map_err(|_| SignError::NotAHeader("host"))?;
    let params = SigningParams::new(credentials, region, service, now);
    let url = presign(&request, Payload::Bytes(b""), expires_in, &params)?;
    Ok(url.url().trim_start_matches("https://").to_owned())
}
