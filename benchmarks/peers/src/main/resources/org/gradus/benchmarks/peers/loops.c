/*
 * Plain loops over floats, the peers of Gradus's elementwise kernels. CLoops compiles them with -O3 -ffast-math, so that gcc
 * vectorises them with the functions of glibc's libmvec. Arguments are addresses; the first two of each function are JNI's.
 */
#include <math.h>
#include <stdint.h>

#define CALL(name) void Java_org_gradus_benchmarks_peers_CLoops_##name

#define UNARY(name, expression)                                                            \
    CALL(name)(void *env, void *owner, int64_t from, int64_t to, int32_t n) {              \
        const float *restrict in = (const float *)from;                                    \
        float *restrict out = (float *)to;                                                 \
        for (int32_t i = 0; i < n; i++) {                                                  \
            float x = in[i];                                                               \
            out[i] = expression;                                                           \
        }                                                                                  \
    }

UNARY(exp, expf(x))
UNARY(log, logf(x))
UNARY(sin, sinf(x))
UNARY(cos, cosf(x))
UNARY(tanh, tanhf(x))
UNARY(erf, erff(x))
UNARY(sigmoid, 1 / (1 + expf(-x)))
UNARY(gelu, 0.5f * x * (1 + erff(x * 0.70710678f)))
UNARY(geluTanh, 0.5f * x * (1 + tanhf(0.79788456f * (x + 0.044715f * x * x * x))))
UNARY(silu, x / (1 + expf(-x)))
UNARY(relu, x > 0 ? x : 0)

CALL(pow)(void *env, void *owner, int64_t base, int64_t exponent, int64_t to, int32_t n) {
    const float *restrict a = (const float *)base;
    const float *restrict b = (const float *)exponent;
    float *restrict out = (float *)to;
    for (int32_t i = 0; i < n; i++) {
        out[i] = powf(a[i], b[i]);
    }
}

CALL(softmax)(void *env, void *owner, int32_t rows, int32_t n, int64_t from, int64_t to) {
    for (int32_t r = 0; r < rows; r++) {
        const float *restrict x = (const float *)from + (int64_t)r * n;
        float *restrict y = (float *)to + (int64_t)r * n;
        float largest = x[0];
        for (int32_t i = 1; i < n; i++) {
            largest = x[i] > largest ? x[i] : largest;
        }
        float sum = 0;
        for (int32_t i = 0; i < n; i++) {
            y[i] = expf(x[i] - largest);
            sum += y[i];
        }
        float factor = 1 / sum;
        for (int32_t i = 0; i < n; i++) {
            y[i] *= factor;
        }
    }
}

CALL(layerNorm)(
    void *env, void *owner, int32_t rows, int32_t n, float eps, int64_t from, int64_t scale, int64_t shift, int64_t to) {
    const float *restrict gamma = (const float *)scale;
    const float *restrict beta = (const float *)shift;
    for (int32_t r = 0; r < rows; r++) {
        const float *restrict x = (const float *)from + (int64_t)r * n;
        float *restrict y = (float *)to + (int64_t)r * n;
        float sum = 0;
        for (int32_t i = 0; i < n; i++) {
            sum += x[i];
        }
        float mean = sum / n;
        float squares = 0;
        for (int32_t i = 0; i < n; i++) {
            squares += (x[i] - mean) * (x[i] - mean);
        }
        float rstd = 1 / sqrtf(squares / n + eps);
        for (int32_t i = 0; i < n; i++) {
            y[i] = (x[i] - mean) * rstd * gamma[i] + beta[i];
        }
    }
}
