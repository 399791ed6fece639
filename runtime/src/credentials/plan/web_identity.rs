//! A role that is assumed with a token, configured by variables as in EKS and in CI systems.

use super::{NoPlan, WebIdentity};
use crate::profile::Variables;

/// The role in `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`.
///
/// # Errors
///
/// [`NoPlan`]: the file or the role is not set.
pub fn web_identity_from_variables(variables: Variables<'_>) -> Result<WebIdentity, NoPlan> {
    let Some(token_file) = variables.get("AWS_WEB_IDENTITY_TOKEN_FILE") else {
        let problem = "AWS_WEB_IDENTITY_TOKEN_FILE is not set";
        return Err(NoPlan::NotConfigured(problem.to_owned()));
    };
    let Some(role_arn) = variables.get("AWS_ROLE_ARN") else {
        return Err(NoPlan::Wrong(
            "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not; set it to the role that \
             the token is for"
                .to_owned(),
        ));
    };
    let session_name = variables.get("AWS_ROLE_SESSION_NAME");
    Ok(WebIdentity { role_arn, session_name, token_file })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_without_a_role_is_an_error_and_a_role_without_a_token_is_nothing() {
        let read = |set: &[&str]| {
            let find = |name: &str| set.contains(&name).then(|| name.to_lowercase());
            web_identity_from_variables(Variables::new(&find))
        };
        assert!(matches!(read(&[]), Err(NoPlan::NotConfigured(_))));
        assert!(matches!(read(&["AWS_ROLE_ARN"]), Err(NoPlan::NotConfigured(_))));
        assert!(matches!(read(&["AWS_WEB_IDENTITY_TOKEN_FILE"]), Err(NoPlan::Wrong(_))));
        let all = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME"];
        let expected = WebIdentity {
            role_arn: "aws_role_arn".to_owned(),
            session_name: Some("aws_role_session_name".to_owned()),
            token_file: "aws_web_identity_token_file".to_owned(),
        };
        assert_eq!(read(&all), Ok(expected));
    }
}
