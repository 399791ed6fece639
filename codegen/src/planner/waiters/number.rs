//! Numbers: comparing them in the same type.

use super::value::{Kind, Number, Val};
use crate::jmespath::Comparator;
use crate::plan::Type;
use crate::plan::waiters::Chain;

type Result<T> = std::result::Result<T, String>;

/// Both numbers in the same Rust type.
///
/// # Errors
///
/// There is no type for both. The error is one phrase.
pub fn same<'a>(left: Val<'a>, right: Val<'a>) -> Result<(Val<'a>, Val<'a>)> {
    let (Kind::Number(left_number), Kind::Number(right_number)) = (&left.kind, &right.kind) else {
        return Err(format!("{} is compared with {}", left.what(), right.what()));
    };
    match (left_number, right_number) {
        (Number::Literal(_), Number::Literal(_)) => Err("two literals are compared".to_owned()),
        (Number::Literal(literal), number) => {
            let code = in_type(literal, number)?;
            Ok((Val { code: Chain::new(code), ..left }, right))
        }
        (number, Number::Literal(literal)) => {
            let code = in_type(literal, number)?;
            Ok((left, Val { code: Chain::new(code), ..right }))
        }
        (Number::Length(_), Number::Length(_)) => Ok((left, right)),
        (Number::Of(left_type), Number::Of(right_type)) if left_type == right_type => {
            Ok((left, right))
        }
        _ => Ok((as_i64(left)?, as_i64(right)?)),
    }
}

/// A literal in the type of a number.
fn in_type(literal: &serde_json::Number, number: &Number<'_>) -> Result<String> {
    let is_in = match number {
        Number::Of(Type::I8) => literal.as_i64().is_some_and(|it| i8::try_from(it).is_ok()),
        Number::Of(Type::I16) => literal.as_i64().is_some_and(|it| i16::try_from(it).is_ok()),
        Number::Of(Type::I32) => literal.as_i64().is_some_and(|it| i32::try_from(it).is_ok()),
        Number::Of(Type::F32 | Type::F64) => {
            let float = literal.as_f64().map(|it| format!("{it:?}"));
            return Ok(float.unwrap_or_else(|| literal.to_string()));
        }
        Number::Length(_) => literal.as_u64().is_some_and(|it| u32::try_from(it).is_ok()),
        _ => literal.as_i64().is_some(),
    };
    match is_in {
        true => Ok(literal.to_string()),
        false => Err(format!("the literal {literal} is not in the range of the number")),
    }
}

/// The number as an `i64`.
fn as_i64(val: Val<'_>) -> Result<Val<'_>> {
    let code = match (&val.kind, val.optional) {
        (Kind::Number(Number::Of(Type::I64)), _) => return Ok(val),
        (Kind::Number(Number::Of(Type::I8 | Type::I16 | Type::I32)), true) => {
            val.code.with(".map(i64::from)")
        }
        (Kind::Number(Number::Of(Type::I8 | Type::I16 | Type::I32)), false) => {
            Chain::new(format!("i64::from({})", val.line()))
        }
        (Kind::Number(Number::Length(_)), _) => {
            let code = format!("i64::try_from({})", val.line());
            Chain::new(code).with(".unwrap_or(i64::MAX)")
        }
        _ => return Err("numbers of different types are compared".to_owned()),
    };
    Ok(Val { code, kind: Kind::Number(Number::Of(&Type::I64)), ..val })
}

/// Whether the number is a floating-point number.
pub fn is_float(val: &Val<'_>) -> bool {
    matches!(val.kind, Kind::Number(Number::Of(Type::F32 | Type::F64)))
}

/// A comparison of two values that are not null. `is_empty` replaces a comparison of a list's length
/// with 0.
pub fn ordering(left: &Val<'_>, comparator: Comparator, right: &Val<'_>) -> String {
    use Comparator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};

    let length = |val: &Val<'_>| match &val.kind {
        Kind::Number(Number::Length(list)) => list.clone(),
        _ => None,
    };
    let (list, comparator_of_list, literal) = match (length(left), length(right)) {
        (Some(list), _) => (Some(list), comparator, right.line()),
        (None, list) => (list, comparator.mirrored(), left.line()),
    };
    let text = || format!("{} {} {}", left.line(), comparator.text(), right.line());
    let Some(list) = list else { return text() };
    match (comparator_of_list, literal.as_str()) {
        (Equal | LessOrEqual, "0") | (Less, "1") => format!("{list}.is_empty()"),
        (NotEqual | Greater, "0") | (GreaterOrEqual, "1") => format!("!{list}.is_empty()"),
        _ => text(),
    }
}
