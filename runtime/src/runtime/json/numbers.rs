//! Numbers of JSON (RFC 8259, section 6).

use super::decimal::{Decimal, Whole};
use super::{ReadError, Reader};

type Result<T> = std::result::Result<T, ReadError>;

/// Up to here a number of double precision holds each whole number.
const EXACT: u64 = 1 << 53;

/// A number as it is written.
enum Digits<'t> {
    Whole { negative: bool, digits: u64 },
    Other(&'t str),
}

impl<'t> Reader<'t> {
    /// Reads a whole number of up to 64 bits and a sign, however it is spelled: `1`, `1.0` or `1e0`.
    pub(super) fn integer(&mut self, wanted: &'static str) -> Result<i128> {
        match self.digits(wanted)? {
            Digits::Whole { negative, digits } => Ok(if negative { -i128::from(digits) } else { digits.into() }),
            Digits::Other(text) => match Decimal::new(text).whole() {
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
            Digits::Whole { negative, digits } => {
                #[expect(clippy::cast_precision_loss, reason = "the nearest number is what JSON's readers give")]
                let number = digits as f64;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "it is whole and not negative"
                )]
                self.lose(digits > EXACT && number as u128 != u128::from(digits));
                Ok(if negative { -number } else { number })
            }
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
            Digits::Other(text) => !matches!(Decimal::new(text).whole(), Whole::None),
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
