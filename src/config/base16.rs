//! Base16 schemes: sixteen colours in a short YAML file; thousands of them are published.

/// The colours of a scheme, as 0xRRGGBB, from base00 on; or which of them is missing.
///
/// Only lines such as `base0A: "ff8800"` are examined, with or without a hash and quotation marks, in the older
/// format and in the newer one, where they are under `palette:`.
pub fn base16(text: &str) -> Result<[u32; 16], String> {
    let mut colours = [None; 16];
    for line in text.lines() {
        let Some((name, value)) = line.trim().split_once(':') else { continue };
        let Some(digit) = name.trim().trim_matches('"').strip_prefix("base0") else { continue };
        let at = (digit.len() == 1).then(|| usize::from_str_radix(digit, 16).ok()).flatten();
        if let Some(slot) = at.and_then(|at| colours.get_mut(at)) {
            *slot = colour(value);
        }
    }
    let mut whole = [0; 16];
    for (at, (colour, slot)) in colours.into_iter().zip(&mut whole).enumerate() {
        *slot = colour.ok_or_else(|| format!("base0{at:X} is missing or no colour such as \"ff8800\""))?;
    }
    Ok(whole)
}

fn colour(value: &str) -> Option<u32> {
    let quoted = value.trim().trim_start_matches(['"', '\'', '#']);
    let digits = quoted.get(..6).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let ends = quoted[6..].chars().next().is_none_or(|next| !next.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scheme with the colours 000000, 111111 and so on, in lines formatted by `line`.
    fn scheme(line: impl Fn(&str, &str) -> String) -> String {
        let digits = "0123456789ABCDEF".chars();
        digits.map(|digit| line(&format!("base0{digit}"), &digit.to_string().repeat(6)) + "\n").collect()
    }

    #[test]
    fn both_forms_are_read_and_a_missing_colour_is_named() {
        let expected: [u32; 16] = std::array::from_fn(|at| u32::try_from(at).unwrap() * 0x11_11_11);
        let older = scheme(|name, colour| format!("{name}: \"{colour}\" # a remark"));
        let newer = scheme(|name, colour| format!("  {name}: '#{}'", colour.to_lowercase()));
        assert_eq!(base16(&format!("scheme: \"Grey\"\nauthor: \"A\"\n{older}")), Ok(expected));
        assert_eq!(base16(&format!("system: base16\npalette:\n{newer}")), Ok(expected));
        let cut = older.replace("base0C: \"CCCCCC\"", "base0C: \"CCCCC\"");
        assert!(base16(&cut).unwrap_err().starts_with("base0C is missing"));
        assert!(base16("").unwrap_err().starts_with("base00"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,60}|(base0[0-9A-Fa-z]: ?[\"'#]*\\PC{0,8}\n){0,20}") {
            let _ = base16(&text);
        }
    }
}
