/* The native yardstick of `setun bench kernels`: what a C compiler and the instructions for int8
 * dot products make of a ternary linear with 2 bits a weight.
 *
 * Weights: groups of four rows; in a group, for each 256 columns, 64 bytes of each of its rows; byte
 * b has the codes w + 1 of the columns b, b + 64, b + 128, b + 192, the first in its low bits.
 * Rows are a multiple of 4, columns of 256. Codes are unsigned, so the sum of the activations is
 * taken off each result. */
#include <immintrin.h>
#include <stdint.h>

#if defined(__AVX512VNNI__) && defined(__AVX512BW__)

const char *setun_kind(void) { return "AVX-512 VNNI"; }

void setun_gemv(const uint8_t *w, const int8_t *x, int32_t sum, int32_t *y, int64_t groups,
                int64_t blocks) {
  const __m512i mask = _mm512_set1_epi8(3);
  for (int64_t g = 0; g < groups; g++) {
    __m512i acc[4];
    for (int r = 0; r < 4; r++) acc[r] = _mm512_setzero_si512();
    for (int64_t b = 0; b < blocks; b++) {
      const int8_t *q = x + 256 * b;
      const __m512i x0 = _mm512_loadu_si512(q), x1 = _mm512_loadu_si512(q + 64),
                    x2 = _mm512_loadu_si512(q + 128), x3 = _mm512_loadu_si512(q + 192);
      for (int r = 0; r < 4; r++) {
        const __m512i v = _mm512_loadu_si512(w);
        w += 64;
        acc[r] = _mm512_dpbusd_epi32(acc[r], _mm512_and_si512(v, mask), x0);
        acc[r] = _mm512_dpbusd_epi32(acc[r], _mm512_and_si512(_mm512_srli_epi16(v, 2), mask), x1);
        acc[r] = _mm512_dpbusd_epi32(acc[r], _mm512_and_si512(_mm512_srli_epi16(v, 4), mask), x2);
        acc[r] = _mm512_dpbusd_epi32(acc[r], _mm512_and_si512(_mm512_srli_epi16(v, 6), mask), x3);
      }
    }
    for (int r = 0; r < 4; r++) y[4 * g + r] = _mm512_reduce_add_epi32(acc[r]) - sum;
  }
}

/* 16 independent sums: 16 x 64 multiply-accumulates a turn. */
int32_t setun_peak(int64_t turns) {
  __m512i acc[16];
  const __m512i a = _mm512_set1_epi8(1);
  __m512i b = _mm512_set1_epi8(2);
  for (int i = 0; i < 16; i++) acc[i] = _mm512_set1_epi32(i);
  for (int64_t t = 0; t < turns; t++) {
    for (int i = 0; i < 16; i++) acc[i] = _mm512_dpbusd_epi32(acc[i], a, b);
    __asm__ volatile("" : "+v"(b));
  }
  for (int i = 1; i < 16; i++) acc[0] = _mm512_add_epi32(acc[0], acc[i]);
  return _mm512_reduce_add_epi32(acc[0]);
}

int64_t setun_peak_macs(void) { return 16 * 64; }

#elif defined(__AVX2__)

const char *setun_kind(void) { return "AVX2"; }

static inline int32_t reduce(__m256i v) {
  __m128i s = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
  s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1));
  return _mm_cvtsi128_si32(s);
}

void setun_gemv(const uint8_t *w, const int8_t *x, int32_t sum, int32_t *y, int64_t groups,
                int64_t blocks) {
  const __m256i mask = _mm256_set1_epi8(3), ones = _mm256_set1_epi16(1);
  for (int64_t g = 0; g < groups; g++) {
    __m256i acc[4];
    for (int r = 0; r < 4; r++) acc[r] = _mm256_setzero_si256();
    for (int64_t b = 0; b < blocks; b++) {
      for (int r = 0; r < 4; r++, w += 64) {
        for (int half = 0; half < 2; half++) {
          const int8_t *q = x + 256 * b + 32 * half;
          const __m256i v = _mm256_loadu_si256((const __m256i *)(w + 32 * half));
          __m256i s = _mm256_setzero_si256();
          for (int i = 0; i < 4; i++) {
            const __m256i c = _mm256_and_si256(_mm256_srli_epi16(v, 2 * i), mask);
            const __m256i a = _mm256_loadu_si256((const __m256i *)(q + 64 * i));
            s = _mm256_add_epi16(s, _mm256_maddubs_epi16(c, a));
          }
          acc[r] = _mm256_add_epi32(acc[r], _mm256_madd_epi16(s, ones));
        }
      }
    }
    for (int r = 0; r < 4; r++) y[4 * g + r] = reduce(acc[r]) - sum;
  }
}

/* 8 independent sums of products of bytes, widened: 8 x 32 multiply-accumulates a turn. */
int32_t setun_peak(int64_t turns) {
  __m256i acc[8];
  __m256i b = _mm256_set1_epi8(2);
  const __m256i a = _mm256_set1_epi8(1), ones = _mm256_set1_epi16(1);
  for (int i = 0; i < 8; i++) acc[i] = _mm256_set1_epi32(i);
  for (int64_t t = 0; t < turns; t++) {
    for (int i = 0; i < 8; i++) {
      acc[i] = _mm256_add_epi32(acc[i], _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), ones));
      __asm__ volatile("" : "+x"(b));
    }
  }
  for (int i = 1; i < 8; i++) acc[0] = _mm256_add_epi32(acc[0], acc[i]);
  return reduce(acc[0]);
}

int64_t setun_peak_macs(void) { return 8 * 32; }

#else
#error "neither AVX-512 VNNI nor AVX2"
#endif
