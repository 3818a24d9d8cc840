//! JSON over tables.
#![allow(missing_docs)]

use std::fmt::Display;
pub enum View<'a> {
    Null,
    Bool(bool),
    I64(i64),
    U64(u64),
    F64(f64),
    F32(f32),
    Str(&'a str),
    Formatted(&'a dyn Display),
    Json(&'a serde_json::Value),
    Array(&'a dyn Array),
}
pub trait Array {
    fn len(&self) -> usize;
    fn item(&self, index: usize) -> View<'_>;
}
pub trait Encode {
    fn view(&self) -> View<'_>;
    fn is_absent(&self) -> bool {
        false
    }
}
pub trait Slot: Encode + Sized {
    fn of(value: serde_json::Value) -> Result<Self, String>;
}
pub trait Primitive: Encode {}
#[derive(Debug)]
pub struct ReadError(String);
#[derive(Debug)]
pub struct WriteError(String);
impl Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for ReadError {}
impl std::error::Error for WriteError {}
impl Encode for str {
    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}
impl Primitive for str {}
impl Encode for String {
    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}
impl Primitive for String {}
impl Encode for i64 {
    fn view(&self) -> View<'_> {
        View::I64(*self)
    }
}
impl Primitive for i64 {}
impl Encode for i32 {
    fn view(&self) -> View<'_> {
        View::I64((*self).into())
    }
}
impl Primitive for i32 {}
impl Encode for bool {
    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}
impl Primitive for bool {}
impl Encode for serde_json::Value {
    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}
impl<T: Encode> Array for [T] {
    fn len(&self) -> usize {
        <[T]>::len(self)
    }
    fn item(&self, index: usize) -> View<'_> {
        self[index].view()
    }
}
impl<T: Encode> Array for Vec<T> {
    fn len(&self) -> usize {
        <[T]>::len(self)
    }
    fn item(&self, index: usize) -> View<'_> {
        self[index].view()
    }
}
impl<T: Encode> Encode for Vec<T> {
    fn view(&self) -> View<'_> {
        View::Array(self)
    }
}
impl<T: Encode, const N: usize> Array for [T; N] {
    fn len(&self) -> usize {
        N
    }
    fn item(&self, index: usize) -> View<'_> {
        self[index].view()
    }
}
impl<T: Encode, const N: usize> Encode for [T; N] {
    fn view(&self) -> View<'_> {
        View::Array(self)
    }
}
impl<T: Encode + ?Sized> Encode for &T {
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}
impl<T: Primitive + ?Sized> Primitive for &T {}
impl<T: Encode> Encode for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Null, Encode::view)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}
impl Slot for serde_json::Value {
    fn of(value: serde_json::Value) -> Result<Self, String> {
        Ok(value)
    }
}
impl Slot for Vec<String> {
    fn of(value: serde_json::Value) -> Result<Self, String> {
        serde_json::from_value(value).map_err(|e| e.to_string())
    }
}
fn value(view: View<'_>) -> serde_json::Value {
    match view {
        View::Str(s) => s.into(),
        View::Json(v) => v.clone(),
        View::Array(a) => (0..a.len()).map(|i| value(a.item(i))).collect(),
        View::I64(i) => i.into(),
        View::Bool(b) => b.into(),
        _ => serde_json::Value::Null,
    }
}
pub fn to_vec(body: &dyn Encode) -> Result<Vec<u8>, WriteError> {
    serde_json::to_vec(&value(body.view())).map_err(|e| WriteError(e.to_string()))
}
pub fn from_slice<T: Slot>(bytes: &[u8]) -> Result<T, ReadError> {
    T::of(serde_json::from_slice(bytes).map_err(|e| ReadError(e.to_string()))?).map_err(ReadError)
}
