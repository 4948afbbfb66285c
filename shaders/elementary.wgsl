// Elementary functions in f32, because the built-in ones may be poor: WGSL allows sin and cos 2^-11 absolute, atan
// 4096 ulp, and says nothing of relative accuracy near zeros (specification, "Floating point accuracy").
// Polynomials and constants: S. Moshier, Cephes Mathematical Library, single precision (expf, logf, sinf, asinf,
// atanf, sinhf, tanhf); the reduction of arguments in parts: Cody & Waite, Software Manual for the Elementary
// Functions, 1980.
//
// Largest relative errors measured on SwiftShader, in units of 2^-24 (half an ulp):
//   exp 1.3 · log 1.3 · sin, cos 2.0 · sin_turns, cos_turns 2.4 · tan 3.8 · asin 4.2 · acos 2.4 · atan 3.4 · sinh 2.3 ·
//   cosh 2.0 · tanh 2.3 · logistic 2.4; near the zeros of sin, cos and tan other than 0 the error is 1e-4 |x| absolute
//   at most; softplus: 3 relative plus 1.5 absolute; pow: 1.5 + 2.5 |v log u|.
// Built-in ones there: log 2e6 and tanh 3e4 near their zeros, sin and cos 3000 absolute, acos 1900.
// tests/gpu/elementary.test.ts holds each function to the bound in src/math/rounding.ts, which grants the divisions and
// roots of other GPUs what the specification grants them.

// sin(r + n·π/2) for |r| ≤ π/4: the parity of n chooses sin or cos, its next bit the sign.
fn sin_of_quarter(r: f32, n: i32) -> f32 {
  let z = r * r;
  let s = fma(r * z, fma(z, fma(z, -1.9515295891e-4f, 8.3321608736e-3f), -1.6666654611e-1f), r);
  let c = fma(z * z, fma(z, fma(z, 2.443315711809948e-5f, -1.388731625493765e-3f), 4.166664568298827e-2f), fma(-0.5f, z, 1.0f));
  let value = select(s, c, (n & 1i) == 1i);
  return bitcast<f32>(bitcast<i32>(value) ^ ((n & 2i) << 30u));
}

// x − n·π/2. The first two parts of π/2 have 8 and 11 bits, so that n times each is exact for |x| up to 10,000;
// beyond, nothing is promised.
fn rest_of_quarters(x: f32, n: f32) -> f32 {
  return fma(n, -7.54978995489188216e-8f, fma(n, -4.837512969970703125e-4f, fma(n, -1.5703125f, x)));
}

fn precise_sin(x: f32) -> f32 {
  let n = floor(fma(x, 0.63661977236758134308f, 0.5f));
  return sin_of_quarter(rest_of_quarters(x, n), i32(n));
}

fn precise_cos(x: f32) -> f32 {
  let n = floor(fma(x, 0.63661977236758134308f, 0.5f));
  return sin_of_quarter(rest_of_quarters(x, n), i32(n) + 1i);
}

fn precise_tan(x: f32) -> f32 {
  let n = floor(fma(x, 0.63661977236758134308f, 0.5f));
  let r = rest_of_quarters(x, n);
  return sin_of_quarter(r, i32(n)) / sin_of_quarter(r, i32(n) + 1i);
}

// sin 2πu: quarter turns come off u without an error.
fn precise_sin_turns(u: f32) -> f32 {
  let n = floor(fma(4.0f, u, 0.5f));
  return sin_of_quarter(6.283185307179586f * fma(n, -0.25f, u), i32(n));
}

// cos 2πu.
fn precise_cos_turns(u: f32) -> f32 {
  let n = floor(fma(4.0f, u, 0.5f));
  return sin_of_quarter(6.283185307179586f * fma(n, -0.25f, u), i32(n) + 1i);
}

// eˣ = 2ⁿ eʳ; 2ⁿ in two factors, so that it may overflow to infinity and sink to zero as it should.
fn precise_exp(x: f32) -> f32 {
  let u = clamp(x, -104.0f, 89.0f);
  let n = floor(fma(u, 1.44269504088896341f, 0.5f));
  let r = fma(n, 2.12194440e-4f, fma(n, -0.693359375f, u));
  let tail = fma(r, fma(r, fma(r, fma(r, fma(r, 1.9875691500e-4f, 1.3981999507e-3f), 8.3334519073e-3f), 4.1665795894e-2f), 1.6666665459e-1f), 5.0000001201e-1f);
  let half = i32(n) >> 1u;
  let first = bitcast<f32>((half + 127i) << 23u);
  let second = bitcast<f32>((i32(n) - half + 127i) << 23u);
  return (fma(r * r, tail, r) + 1.0f) * first * second;
}

// For x > 0; elsewhere finite and meaningless.
fn precise_log(x: f32) -> f32 {
  let bits = bitcast<u32>(x) & 0x7fffffffu;
  // 0x3f3504f3 = √½: the mantissa falls into [√½, √2).
  let n = (i32(bits) - 0x3f3504f3i) >> 23u;
  let m = bitcast<f32>(i32(bits) - (n << 23u)) - 1.0f;
  let z = m * m;
  let tail = fma(m, fma(m, fma(m, fma(m, fma(m, fma(m, fma(m, fma(m, 7.0376836292e-2f, -1.1514610310e-1f), 1.1676998740e-1f), -1.2420140846e-1f), 1.4249322787e-1f), -1.6668057665e-1f), 2.0000714765e-1f), -2.4999993993e-1f), 3.3333331174e-1f);
  let e = f32(n);
  return fma(e, 0.693359375f, m + fma(e, -2.12194440e-4f, fma(z, -0.5f, m * z * tail)));
}

// u^v for u > 0; by parity for u < 0 and integer v; 0 or 1 for u = 0.
fn precise_pow(u: f32, v: f32) -> f32 {
  let size = precise_exp(v * precise_log(abs(u)));
  let odd = round(0.5f * v) != 0.5f * v;
  let value = select(size, -size, (u < 0.0f) & odd);
  return select(value, select(0.0f, 1.0f, v == 0.0f), u == 0.0f);
}

fn precise_pow_defined(u: f32, v: f32) -> bool {
  return (u > 0.0f) | ((u < 0.0f) & (round(v) == v)) | ((u == 0.0f) & (v >= 0.0f));
}

fn precise_sinh(x: f32) -> f32 {
  let z = x * x;
  let small = fma(x * z, fma(z, fma(z, 2.03721912945e-4f, 8.33028376239e-3f), 1.66667160211e-1f), x);
  let e = precise_exp(abs(x));
  return select(sign(x) * (0.5f * e - 0.5f / e), small, abs(x) <= 1.0f);
}

fn precise_cosh(x: f32) -> f32 {
  let e = precise_exp(abs(x));
  return 0.5f * e + 0.5f / e;
}

fn precise_tanh(x: f32) -> f32 {
  let z = x * x;
  let small = fma(x * z, fma(z, fma(z, fma(z, fma(z, -5.70498872745e-3f, 2.06390887954e-2f), -5.37397155531e-2f), 1.33314422036e-1f), -3.33332819422e-1f), x);
  return select(sign(x) * (1.0f - 2.0f / (precise_exp(2.0f * abs(x)) + 1.0f)), small, abs(x) <= 0.625f);
}

// log(1 + e^u).
fn precise_softplus(u: f32) -> f32 {
  return max(u, 0.0f) + precise_log(1.0f + precise_exp(-abs(u)));
}

// 1/(1 + e^-u).
fn precise_logistic(u: f32) -> f32 {
  return 1.0f / (1.0f + precise_exp(-u));
}

// asin s for 0 ≤ s ≤ ½, given z = s².
fn asin_of_small(s: f32, z: f32) -> f32 {
  return fma(s * z, fma(z, fma(z, fma(z, fma(z, 4.2163199048e-2f, 2.4181311049e-2f), 4.5470025998e-2f), 7.4953002686e-2f), 1.6666752422e-1f), s);
}

fn precise_asin(x: f32) -> f32 {
  let a = abs(x);
  let z = 0.5f * (1.0f - a);
  let size = select(asin_of_small(a, a * a), 1.57079632679489662f - 2.0f * asin_of_small(sqrt(max(z, 0.0f)), z), a > 0.5f);
  return select(size, -size, x < 0.0f);
}

fn precise_acos(x: f32) -> f32 {
  let a = abs(x);
  let z = 0.5f * (1.0f - a);
  let near_one = 2.0f * asin_of_small(sqrt(max(z, 0.0f)), z);
  let outer = select(near_one, 3.14159265358979324f - near_one, x < 0.0f);
  return select(1.57079632679489662f - precise_asin(x), outer, a > 0.5f);
}

fn precise_atan(x: f32) -> f32 {
  let a = abs(x);
  let steep = a > 2.414213562373095f;
  let middle = a > 0.4142135623730950f;
  let u = select(select(a, (a - 1.0f) / (a + 1.0f), middle), -1.0f / a, steep);
  let base = select(select(0.0f, 0.78539816339744831f, middle), 1.57079632679489662f, steep);
  let z = u * u;
  let size = base + fma(u * z, fma(z, fma(z, fma(z, 8.05374449538e-2f, -1.38776856032e-1f), 1.99777106478e-1f), -3.33329491539e-1f), u);
  return select(size, -size, x < 0.0f);
}
