//! Builders that ask for each required field of a struct, one after the other.

/// Declares a builder for a struct with many required fields.
///
/// Each step is a method with the name of the field, on a builder that has just the fields before it, so that none can be
/// left out or given twice; the last step gives the struct. `=> into` takes what converts into the field, `=> boxed` what
/// the field holds in a box.
///
/// ```text
/// builder! { OrderBuilder for Order { id: i64, title: String => into, parent: Order => boxed, note: Option<String> } }
/// ```
///
/// For up to 255 fields. The steps are laid out four at a time, by the numbers of `@steps`: macros nest no deeper than 128.
#[doc(hidden)]
#[macro_export]
macro_rules! __oasmith_builder {
    ($builder:ident for $name:ident { $($fields:tt)+ }) => {
        #[doc = ::core::concat!("Makes [`", ::core::stringify!($name), "`] from its required fields, one after the other.")]
        #[must_use = "the last of its methods gives the value"]
        #[derive(::core::clone::Clone)]
        pub struct $builder<const SET: ::core::primitive::usize>($name);
        impl $name {
            /// Begins with the first of the required fields.
            pub fn builder() -> $builder<0> {
                $builder($crate::runtime::json::Slot::vacant())
            }
        }
        $crate::__oasmith_builder! { @steps $builder $name [
            [0 1 2 3 4] [4 5 6 7 8] [8 9 10 11 12] [12 13 14 15 16] [16 17 18 19 20] [20 21 22 23 24] [24 25 26 27 28]
            [28 29 30 31 32] [32 33 34 35 36] [36 37 38 39 40] [40 41 42 43 44] [44 45 46 47 48] [48 49 50 51 52]
            [52 53 54 55 56] [56 57 58 59 60] [60 61 62 63 64] [64 65 66 67 68] [68 69 70 71 72] [72 73 74 75 76]
            [76 77 78 79 80] [80 81 82 83 84] [84 85 86 87 88] [88 89 90 91 92] [92 93 94 95 96] [96 97 98 99 100]
            [100 101 102 103 104] [104 105 106 107 108] [108 109 110 111 112] [112 113 114 115 116]
            [116 117 118 119 120] [120 121 122 123 124] [124 125 126 127 128] [128 129 130 131 132]
            [132 133 134 135 136] [136 137 138 139 140] [140 141 142 143 144] [144 145 146 147 148]
            [148 149 150 151 152] [152 153 154 155 156] [156 157 158 159 160] [160 161 162 163 164]
            [164 165 166 167 168] [168 169 170 171 172] [172 173 174 175 176] [176 177 178 179 180]
            [180 181 182 183 184] [184 185 186 187 188] [188 189 190 191 192] [192 193 194 195 196]
            [196 197 198 199 200] [200 201 202 203 204] [204 205 206 207 208] [208 209 210 211 212]
            [212 213 214 215 216] [216 217 218 219 220] [220 221 222 223 224] [224 225 226 227 228]
            [228 229 230 231 232] [232 233 234 235 236] [236 237 238 239 240] [240 241 242 243 244]
            [244 245 246 247 248] [248 249 250 251 252] [252 253 254 255 256]
        ] $($fields)+ }
    };
    (@steps $builder:ident $name:ident [[$a:tt $b:tt $c:tt $d:tt $e:tt] $($later:tt)*]
        $first:ident: $first_ty:ty $(=> $first_how:ident)?,
        $second:ident: $second_ty:ty $(=> $second_how:ident)?,
        $third:ident: $third_ty:ty $(=> $third_how:ident)?,
        $fourth:ident: $fourth_ty:ty $(=> $fourth_how:ident)?,
        $($rest:tt)+
    ) => {
        $crate::__oasmith_builder! { @step $builder $a $first ($first_ty) [$($first_how)?] [$builder<$b>] $builder [] }
        $crate::__oasmith_builder! { @step $builder $b $second ($second_ty) [$($second_how)?] [$builder<$c>] $builder [] }
        $crate::__oasmith_builder! { @step $builder $c $third ($third_ty) [$($third_how)?] [$builder<$d>] $builder [] }
        $crate::__oasmith_builder! { @step $builder $d $fourth ($fourth_ty) [$($fourth_how)?] [$builder<$e>] $builder [] }
        $crate::__oasmith_builder! { @steps $builder $name [$($later)*] $($rest)+ }
    };
    (@steps $builder:ident $name:ident [[$a:tt $b:tt $($numbers:tt)*] $($later:tt)*]
        $first:ident: $ty:ty $(=> $how:ident)?, $($rest:tt)+
    ) => {
        $crate::__oasmith_builder! { @step $builder $a $first ($ty) [$($how)?] [$builder<$b>] $builder [] }
        $crate::__oasmith_builder! { @steps $builder $name [[$b $($numbers)*] $($later)*] $($rest)+ }
    };
    (@steps $builder:ident $name:ident [[$a:tt $($numbers:tt)*] $($later:tt)*] $last:ident: $ty:ty $(=> $how:ident)? $(,)?) => {
        $crate::__oasmith_builder! { @step $builder $a $last ($ty) [$($how)?] [$name] ::core::convert::identity [#[must_use]] }
    };
    (@step $builder:ident $number:tt $field:ident ($ty:ty) [] [$next:ty] $make:path [$($attribute:tt)*]) => {
        #[allow(clippy::should_implement_trait)]
        impl $builder<$number> {
            #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
            $($attribute)*
            pub fn $field(mut self, value: $ty) -> $next {
                self.0.$field = value;
                $make(self.0)
            }
        }
    };
    (@step $builder:ident $number:tt $field:ident ($ty:ty) [into] [$next:ty] $make:path [$($attribute:tt)*]) => {
        #[allow(clippy::should_implement_trait)]
        impl $builder<$number> {
            #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
            $($attribute)*
            pub fn $field(mut self, value: impl ::core::convert::Into<$ty>) -> $next {
                self.0.$field = value.into();
                $make(self.0)
            }
        }
    };
    (@step $builder:ident $number:tt $field:ident ($ty:ty) [boxed] [$next:ty] $make:path [$($attribute:tt)*]) => {
        #[allow(clippy::should_implement_trait)]
        impl $builder<$number> {
            #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
            $($attribute)*
            pub fn $field(mut self, value: $ty) -> $next {
                self.0.$field = ::std::boxed::Box::new(value);
                $make(self.0)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    #![allow(unreachable_pub, reason = "macros declare what others see")]

    #[derive(Clone)]
    pub struct Point {
        x: i64,
        name: String,
        next: Box<Option<Point>>,
    }

    crate::runtime::object! { Point { "x" => x: required, "name" => name: required, "next" => next: nullable } }
    crate::runtime::builder! { PointBuilder for Point { x: i64, name: String => into, next: Option<Point> => boxed } }

    #[test]
    fn the_last_step_gives_the_value() {
        let point = Point::builder().x(1).name("one").next(None);
        assert_eq!(format!("{point:?}"), r#"Point { x: 1, name: "one", next: null }"#);
    }
}
