//! Tables of expressions.

use super::{Comparator, Expression, Items, parse};
use serde_json::json;

fn member(name: &str) -> Expression {
    Expression::Member(name.to_owned())
}

fn sub(left: Expression, right: Expression) -> Expression {
    Expression::Sub(Box::new(left), Box::new(right))
}

fn project(of: Expression, items: Items, then: Expression) -> Expression {
    Expression::Project { of: Box::new(of), items, then: Box::new(then) }
}

#[test]
fn operators_bind_as_in_the_specification() {
    use Comparator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    use Expression::{Current, Index, Keys, Literal, Select};
    use Items::{Flattened, OfList, OfMap};

    let compare =
        |left, comparator, right| Expression::Compare(Box::new(left), comparator, Box::new(right));
    let and = |left, right| Expression::And(Box::new(left), Box::new(right));
    let or = |left, right| Expression::Or(Box::new(left), Box::new(right));
    let not = |value| Expression::Not(Box::new(value));
    let filter = |of, condition, then| Expression::Filter {
        of: Box::new(of),
        condition: Box::new(condition),
        then: Box::new(then),
    };
    let contains = |subject, search| Expression::Contains(Box::new(subject), Box::new(search));
    let length = |of| Expression::Length(Box::new(of));

    for (text, expected) in [
        ("a", member("a")),
        (" a . \"b c\\n\" ", sub(member("a"), member("b c\n"))),
        ("a.b.c", sub(sub(member("a"), member("b")), member("c"))),
        ("a[*]", project(member("a"), OfList, Current)),
        ("a[*].b.c", project(member("a"), OfList, sub(member("b"), member("c")))),
        ("a[*][*]", project(member("a"), OfList, project(Current, OfList, Current))),
        // A wildcard applies to each item; the flatten operator applies to the whole projection.
        ("a[*].b[*].c", {
            let of_b = project(member("b"), OfList, member("c"));
            project(member("a"), OfList, of_b)
        }),
        ("a[*].b[].c", {
            let of_a = project(member("a"), OfList, member("b"));
            project(of_a, Flattened, member("c"))
        }),
        ("a[].b", project(member("a"), Flattened, member("b"))),
        ("a[][]", project(project(member("a"), Flattened, Current), Flattened, Current)),
        ("a.*.b", project(member("a"), OfMap, member("b"))),
        ("*", project(Current, OfMap, Current)),
        ("[*].a", project(Current, OfList, member("a"))),
        ("[a, b.c]", Select(vec![member("a"), sub(member("b"), member("c"))])),
        ("a.[b]", sub(member("a"), Select(vec![member("b")]))),
        ("a[*].[b, c][]", {
            let selected = Select(vec![member("b"), member("c")]);
            project(project(member("a"), OfList, selected), Flattened, Current)
        }),
        ("keys(a.b)", Keys(Box::new(sub(member("a"), member("b"))))),
        ("keys(@)", Keys(Box::new(Current))),
        ("`1`", Literal(json!(1))),
        (" `{\"a\": [\"\\`\", null]}` ", Literal(json!({"a": ["`", null]}))),
        ("'a\\'b\\n'", Literal(json!("a'b\\n"))),
        ("''", Literal(json!(""))),
        ("a[0]", sub(member("a"), Index(0))),
        ("[-1].a", sub(Index(-1), member("a"))),
        ("a[*][0]", project(member("a"), OfList, Index(0))),
        ("a[*][0].b", project(member("a"), OfList, sub(Index(0), member("b")))),
        ("a[*] | [0]", sub(project(member("a"), OfList, Current), Index(0))),
        ("a || b | c", sub(or(member("a"), member("b")), member("c"))),
        ("a || b && c", or(member("a"), and(member("b"), member("c")))),
        ("a && b || c", or(and(member("a"), member("b")), member("c"))),
        ("(a || b) && c", and(or(member("a"), member("b")), member("c"))),
        ("a && b == c", and(member("a"), compare(member("b"), Equal, member("c")))),
        ("a.b != c", compare(sub(member("a"), member("b")), NotEqual, member("c"))),
        ("a < b", compare(member("a"), Less, member("b"))),
        ("a <= b", compare(member("a"), LessOrEqual, member("b"))),
        ("a > b", compare(member("a"), Greater, member("b"))),
        ("a>=b", compare(member("a"), GreaterOrEqual, member("b"))),
        ("!a && b", and(not(member("a")), member("b"))),
        ("!(a && b)", not(and(member("a"), member("b")))),
        // In the reference implementation, `!` binds more strongly than a dot.
        ("!a.b", sub(not(member("a")), member("b"))),
        ("!a[0]", not(sub(member("a"), Index(0)))),
        ("a[?b]", filter(member("a"), member("b"), Current)),
        ("a[?b].c", filter(member("a"), member("b"), member("c"))),
        ("a[?b][]", project(filter(member("a"), member("b"), Current), Flattened, Current)),
        ("a[?b][?c]", {
            let of_item = filter(Current, member("c"), Current);
            filter(member("a"), member("b"), of_item)
        }),
        ("a[?b == 'x' || c]", {
            let is_x = compare(member("b"), Equal, Literal(json!("x")));
            filter(member("a"), or(is_x, member("c")), Current)
        }),
        ("[?a]", filter(Current, member("a"), Current)),
        ("length(a) > `0`", compare(length(member("a")), Greater, Literal(json!(0)))),
        ("contains(a[].b, 'x')", {
            let names = project(member("a"), Flattened, member("b"));
            contains(names, Literal(json!("x")))
        }),
        ("a[*].keys(b)", project(member("a"), OfList, Keys(Box::new(member("b"))))),
    ] {
        assert_eq!(parse(text).as_ref(), Ok(&expected), "{text}");
    }
}

#[test]
fn what_is_not_supported_is_an_error() {
    for (text, expected) in [
        ("", "it ends too early"),
        ("a.", "it ends with a dot"),
        ("a b", "`b` is not expected here"),
        ("a[1:2]", "`:` is not supported"),
        ("a[--1]", "`--1` is not an index"),
        ("a[0", "it ends too early"),
        ("a[?b", "it ends too early"),
        ("a ==", "it ends too early"),
        ("a = b", "`=` is not supported"),
        ("a & b", "`&` is not supported"),
        ("(a", "it ends too early"),
        ("`a`", "the literal `a` is not JSON"),
        ("`1", "a literal has no end"),
        ("'a", "a literal has no end"),
        ("'a\\'", "a literal has no end"),
        ("{a: b}", "`{` is not supported"),
        ("sort(a)", "the function `sort` is not supported"),
        ("contains(a)", "`)` is not expected here"),
        ("length(a, b)", "`,` is not expected here"),
        ("keys(a", "it ends too early"),
        ("[a", "it ends too early"),
        ("a[b]", "only an index, `[*]`, `[]` and `[?…]` are supported after a value"),
        ("a..b", "`.` is not expected after a dot"),
        ("\"a", "a name in quotation marks is not a JSON string"),
        ("a[*]b", "`b` is not expected here"),
    ] {
        assert_eq!(parse(text), Err(expected.to_owned()), "{text}");
    }
    let long = vec!["a"; 500].join(".");
    assert_eq!(parse(&long), Err("it has more than 200 tokens".to_owned()));
    assert!(parse(&"[".repeat(199)).is_err());
}
