//! Numbers by their decimal digits, for what `f64` would round.

/// A number as it is written in JSON or by Rust's `Debug`.
#[derive(Clone)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    /// The digits, with no zero at either end; none for zero.
    pub(super) digits: String,
    /// The power of ten of the last digit.
    pub(super) exponent: i64,
}

/// The whole number that a number is.
pub(super) enum Whole {
    Number(i128),
    /// A whole number beyond those that the runtime's integers hold.
    Large,
    /// A number that is not whole.
    None,
}

impl Decimal {
    pub(super) fn new(text: &str) -> Self {
        let (negative, number) = text.strip_prefix('-').map_or((false, text), |number| (true, number));
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{before}{after}");
        let digits = all.trim_end_matches('0');
        // An exponent that is no `i64` is far beyond what any mantissa makes up for.
        let far = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
        let exponent = exponent
            .parse()
            .unwrap_or(far)
            .saturating_add_unsigned((all.len() - digits.len()) as u64)
            .saturating_sub_unsigned(after.len() as u64);
        Self { negative, digits: digits.trim_start_matches('0').to_owned(), exponent }
    }

    pub(super) fn whole(&self) -> Whole {
        /// As many digits as each `i128` has.
        const MAX_DIGITS: usize = 38;
        let Self { negative, digits, exponent } = self;
        if digits.is_empty() {
            return Whole::Number(0);
        }
        match usize::try_from(*exponent) {
            Err(_) => Whole::None,
            Ok(zeros) if zeros.saturating_add(digits.len()) > MAX_DIGITS => Whole::Large,
            Ok(zeros) => {
                let text = format!("{}{digits}{}", if *negative { "-" } else { "" }, "0".repeat(zeros));
                text.parse().map_or(Whole::Large, Whole::Number)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_told_however_they_are_spelled() {
        let number = |text: &str| match Decimal::new(text).whole() {
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
            ("0.1e-9223372036854775808", "none"),
            ("18446744073709551616", "18446744073709551616"),
            ("123456789012345678901234567890123456789", "large"),
        ] {
            assert_eq!(number(text), wanted, "{text}");
        }
    }
}
