//! Numbers of JSON (RFC 8259, section 6).

use super::{ReadError, Reader};

type Result<T> = std::result::Result<T, ReadError>;

/// A number as it is written.
enum Digits<'t> {
    Whole { negative: bool, digits: u64 },
    Other(&'t str),
}

/// What a number is that is not written as a few digits.
pub(super) enum Whole {
    Number(i128),
    /// A whole number beyond those that the runtime's integers hold.
    Large,
    /// A number that is not whole.
    None,
}

impl<'t> Reader<'t> {
    /// Reads a whole number of up to 64 bits and a sign, however it is spelled: `1`, `1.0` or `1e0`.
    pub(super) fn integer(&mut self, wanted: &'static str) -> Result<i128> {
        match self.digits(wanted)? {
            Digits::Whole { negative, digits } => Ok(if negative { -i128::from(digits) } else { digits.into() }),
            Digits::Other(text) => match whole(text) {
                Whole::Number(number) => Ok(number),
                Whole::Large => Err(out_of_range(wanted)),
                Whole::None => Err(ReadError::new(format!("expected {wanted}, found a number that is not whole"))),
            },
        }
    }

    /// Reads a number.
    pub(super) fn float(&mut self) -> Result<f64> {
        match self.digits("a number")? {
            // Exact up to 53 bits, and rounded once beyond them.
            #[expect(clippy::cast_precision_loss, reason = "the nearest number is what JSON's readers give")]
            Digits::Whole { negative, digits } => Ok(if negative { -(digits as f64) } else { digits as f64 }),
            Digits::Other(text) => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(number),
                _ => Err(ReadError::new("the number is out of range")),
            },
        }
    }

    /// Reads a number of any size.
    pub(crate) fn number(&mut self) -> Result<&'t str> {
        self.peek();
        let start = self.position;
        self.digits("a number")?;
        Ok(&self.text[start..self.position])
    }

    /// Whether the number that comes next is whole.
    pub(super) fn is_whole(&mut self) -> Result<bool> {
        let start = self.position;
        let digits = self.digits("a number");
        self.position = start;
        Ok(match digits? {
            Digits::Whole { .. } => true,
            Digits::Other(text) => !matches!(whole(text), Whole::None),
        })
    }

    fn digits(&mut self, wanted: &'static str) -> Result<Digits<'t>> {
        self.peek();
        let start = self.position;
        let negative = self.bytes.get(start) == Some(&b'-');
        let mut at = start + usize::from(negative);
        let first = at;
        let mut digits = Some(0u64);
        while let Some(digit @ b'0'..=b'9') = self.bytes.get(at) {
            digits = digits.and_then(|digits| digits.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
            at += 1;
        }
        if at == first || (self.bytes[first] == b'0' && at > first + 1) {
            return Err(self.unexpected(wanted));
        }
        let whole = at;
        if self.bytes.get(at) == Some(&b'.') {
            at = self.some_digits(at + 1, wanted)?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(at) {
            let sign = usize::from(matches!(self.bytes.get(at + 1), Some(b'+' | b'-')));
            at = self.some_digits(at + 1 + sign, wanted)?;
        }
        self.position = at;
        match digits {
            Some(digits) if at == whole => Ok(Digits::Whole { negative, digits }),
            _ => Ok(Digits::Other(&self.text[start..at])),
        }
    }

    fn some_digits(&self, from: usize, wanted: &str) -> Result<usize> {
        let count = self.bytes[from.min(self.bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 { Err(self.unexpected(wanted)) } else { Ok(from + count) }
    }
}

/// A whole number was found, but none of those that are wanted.
pub(super) fn out_of_range(wanted: &str) -> ReadError {
    ReadError::new(format!("expected {wanted}, found a number out of its range"))
}

/// The whole number that a number of JSON is.
pub(super) fn whole(text: &str) -> Whole {
    /// As many digits as each `i128` has.
    const MAX_DIGITS: usize = 38;
    let (sign, number) = text.strip_prefix('-').map_or(("", text), |number| ("-", number));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{before}{after}");
    let significant = all.trim_end_matches('0');
    let dropped = all.len() - significant.len();
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Whole::Number(0);
    }
    // An exponent that is no `isize` is far beyond what any mantissa makes up for.
    let Ok(exponent) = exponent.parse::<isize>() else {
        return if exponent.starts_with('-') { Whole::None } else { Whole::Large };
    };
    let Some(zeros) = exponent.checked_add_unsigned(dropped).and_then(|zeros| zeros.checked_sub_unsigned(after.len()))
    else {
        return Whole::Large;
    };
    match usize::try_from(zeros) {
        Err(_) => Whole::None,
        Ok(zeros) if zeros > MAX_DIGITS || significant.len() + zeros > MAX_DIGITS => Whole::Large,
        Ok(zeros) => format!("{sign}{significant}{}", "0".repeat(zeros)).parse().map_or(Whole::Large, Whole::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_told_however_they_are_spelled() {
        let number = |text: &str| match whole(text) {
            Whole::Number(number) => number.to_string(),
            Whole::Large => "large".to_owned(),
            Whole::None => "none".to_owned(),
        };
        for (text, wanted) in [
            ("1.0", "1"),
            ("1e3", "1000"),
            ("-0", "0"),
            ("-0.0e-99999999999999999999", "0"),
            ("10E-1", "1"),
            ("-1.50e+1", "-15"),
            ("0.001e3", "1"),
            ("1.5", "none"),
            ("1e-1", "none"),
            ("15e-1", "none"),
            ("1e-99999999999999999999", "none"),
            ("1e99999999999999999999", "large"),
            ("1e9223372036854775807", "large"),
            ("10e9223372036854775807", "large"),
            ("18446744073709551616", "18446744073709551616"),
            ("123456789012345678901234567890123456789", "large"),
        ] {
            assert_eq!(number(text), wanted, "{text}");
        }
    }
}
