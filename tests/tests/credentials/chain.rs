//! Chains: who is asked, who is passed over, and what is said when nobody answers.

use aws_operation::{Chain, Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};

/// What a provider always says.
struct Says(Result<&'static str, CredentialsError>);

impl ProvideCredentials for Says {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let said = self.0.clone().map(|id| Credentials::new(id, "secret"));
        Box::pin(std::future::ready(said))
    }
}

fn yes(id: &'static str) -> Says {
    Says(Ok(id))
}

fn lacks(what: &str) -> Says {
    Says(Err(CredentialsError::not_configured(what)))
}

fn fails(why: &str) -> Says {
    Says(Err(CredentialsError::new(why)))
}

#[tokio::test]
async fn the_first_that_has_credentials_answers_and_the_first_failure_stops() {
    let two = || Chain::new().then("a", lacks("A is not set"));
    for (chain, expected, asked) in [
        (Chain::new(), Err("no credentials: the chain has no provider; add one with `then`"), 0),
        (two(), Err("no credentials: a (A is not set)"), 1),
        (two().then("b", yes("B")).then("c", yes("C")), Ok("B"), 2),
        (two().then("b", fails("b is broken")).then("c", yes("C")), Err("b: b is broken"), 2),
        (
            two().then("b", lacks("B is not set")),
            Err("no credentials: a (A is not set), b (B is not set)"),
            2,
        ),
        // A chain is a provider too.
        (two().then("inner", two()).then("c", yes("C")), Ok("C"), 3),
        (two().then("inner", two().then("b", fails("broken"))), Err("inner: b: broken"), 2),
    ] {
        let said = chain.credentials().await;
        let said = said.map(|it| it.access_key_id().to_owned()).map_err(|error| error.to_string());
        assert_eq!(said, expected.map(str::to_owned).map_err(str::to_owned), "{chain:?}");
        assert_eq!(chain.ask().await.len(), asked, "{chain:?}");
    }
    assert!(two().credentials().await.is_err_and(|error| error.is_not_configured()));
}
