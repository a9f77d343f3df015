//! JSON values as servers send them: numbers as strings, strings as numbers, or nothing at all.

use serde_json::Value;

/// An id, as a number or a string; `None` for nothing.
pub fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) if !id.trim().is_empty() => Some(id.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A number, possibly as a string.
pub fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok()).or_else(|| {
        let number = value.as_f64()?;
        #[expect(clippy::cast_possible_truncation, reason = "a time in seconds")]
        (number.is_finite() && number.abs() < 1e15).then_some(number as i64)
    })
}

/// A Boolean, possibly as 1 or "0".
pub fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(word) if matches!(word.as_str(), "true" | "t") => Some(true),
        Value::String(word) if matches!(word.as_str(), "false" | "f" | "") => Some(false),
        other => number(other).map(|number| number != 0),
    }
}

/// The items of a list; empty for anything else.
pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A text that is not empty.
pub fn text(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// Numbers or strings separated by commas, or a list of them.
pub fn ids(value: &Value) -> Vec<String> {
    match value {
        Value::String(line) => {
            line.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
        }
        other => list(other).filter_map(id).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_read_however_they_are_written() {
        assert_eq!(
            (id(&json!(7)), id(&json!("7")), id(&json!(null)), id(&json!(" "))),
            (Some("7".into()), Some("7".into()), None, None)
        );
        assert_eq!(
            (number(&json!("12")), number(&json!(12.9)), number(&json!("x"))),
            (Some(12), Some(12), None)
        );
        assert_eq!(
            (flag(&json!("0")), flag(&json!(1)), flag(&json!("t")), flag(&json!(null))),
            (Some(false), Some(true), Some(true), None)
        );
        assert_eq!(
            (ids(&json!("1, 2,,3")), ids(&json!([1, "2", null]))),
            (vec!["1".into(), "2".into(), "3".into()], vec!["1".into(), "2".into()])
        );
        assert_eq!(list(&json!({})).count(), 0);
    }
}
