//! Numbers held against each other without rounding.

use std::cmp::Ordering;

use crate::runtime::json::decimal::Decimal;

pub(super) fn compare(one: &Decimal, other: &Decimal) -> Ordering {
    let sign = |number: &Decimal| match number {
        Decimal { digits, .. } if digits.is_empty() => 0,
        Decimal { negative, .. } => 1 - 2 * i8::from(*negative),
    };
    // Digits without zeros in front are in the order of texts where the first of them has the same place.
    let size = |number: &Decimal| number.exponent.saturating_add_unsigned(number.digits.len() as u64);
    let larger = || size(one).cmp(&size(other)).then_with(|| one.digits.cmp(&other.digits));
    match sign(one).cmp(&sign(other)) {
        Ordering::Equal if sign(one) > 0 => larger(),
        Ordering::Equal if sign(one) < 0 => larger().reverse(),
        order => order,
    }
}

/// Whether a number is a whole multiple of a factor. A factor of zero or of more than 64 bits asks nothing.
pub(super) fn is_multiple(number: &Decimal, factor: &Decimal) -> bool {
    let Ok(divisor @ 1..) = factor.digits.parse::<u64>() else { return true };
    if number.digits.is_empty() {
        return true;
    }
    // Neither ends with a zero: a last digit of a lower place is in no multiple.
    let Ok(zeros) = u64::try_from(number.exponent.saturating_sub(factor.exponent)) else { return false };
    let divisor = u128::from(divisor);
    let digits = number.digits.bytes().map(|digit| u128::from(digit - b'0'));
    let rest = digits.fold(0, |rest, digit| (rest * 10 + digit) % divisor);
    (rest * power_of_ten(zeros, divisor)).is_multiple_of(divisor)
}

/// A power of ten, modulo a number of up to 64 bits.
fn power_of_ten(mut exponent: u64, modulus: u128) -> u128 {
    let (mut power, mut base) = (1 % modulus, 10 % modulus);
    while exponent > 0 {
        if exponent % 2 == 1 {
            power = power * base % modulus;
        }
        base = base * base % modulus;
        exponent /= 2;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_as_they_are() {
        let ordered =
            ["-1e400", "-10.5", "-10", "-9", "-0.1", "0", "0.09", "0.1", "1", "1.5", "2", "15", "1e2", "1e19"];
        for (at, one) in ordered.iter().enumerate() {
            for (other_at, other) in ordered.iter().enumerate() {
                assert_eq!(compare(&Decimal::new(one), &Decimal::new(other)), at.cmp(&other_at), "{one} {other}");
            }
        }
        for (one, other) in [("0", "-0.0"), ("0e9", "0"), ("1.0", "1"), ("100", "1e2"), ("-5.0", "-50E-1")] {
            assert!(compare(&Decimal::new(one), &Decimal::new(other)).is_eq(), "{one} {other}");
        }
    }

    #[test]
    fn multiples_are_those_of_decimals() {
        let holds = |number: &str, factor: &str| is_multiple(&Decimal::new(number), &Decimal::new(factor));
        for (number, factor) in [
            ("0.3", "0.1"),
            ("4.35", "0.01"),
            ("-7.5", "2.5"),
            ("0", "7"),
            ("21", "7.0"),
            ("1e300", "2"),
            ("9007199254740993", "3"),
            ("1e9223372036854775807", "0.01"),
            ("5", "0"),
            ("1000", "1e2"),
        ] {
            assert!(holds(number, factor), "{number} {factor}");
        }
        for (number, factor) in [
            ("0.35", "0.1"),
            ("22", "7"),
            ("1.5", "1"),
            ("50", "1e2"),
            ("9007199254740993", "2"),
            ("1e300", "3"),
            ("1e-9223372036854775807", "10"),
        ] {
            assert!(!holds(number, factor), "{number} {factor}");
        }
    }
}
