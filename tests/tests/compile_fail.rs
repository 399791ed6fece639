//! What a user reads where the macros refuse a struct, and that they refuse nothing they need not.

/// One case per rule, in folders by class of error; a case also uses what it declares, so that an
/// error which only follows from the first would show.
#[test]
fn mistakes_are_reported_in_our_words_and_once() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/fail/**/*.rs");
    cases.pass("ui/pass/*.rs");
}
