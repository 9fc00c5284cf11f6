// What runs a tape: the six kinds of call, strided, on one arena of float32. Built by `make kernels` into kernels.wasm.
//
// A tape is a list of int32, [kind, length of the rest, rest ...] call after call; simulations/tape/calls.py says what
// the rest is. All offsets and strides are in floats. run.js has checked every call's extents against the arena before;
// only indices, which are data, are checked here. Vectors may read up to 64 bytes past an operand, never write there.

#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define INLINE static inline __attribute__((always_inline))
#define LOAD(p) wasm_v128_load(p)
#define STORE(p, v) wasm_v128_store(p, v)
#define SPLAT wasm_f32x4_splat
#define ADD wasm_f32x4_add
#define SUB wasm_f32x4_sub
#define MUL wasm_f32x4_mul
#define DIV wasm_f32x4_div
#define MIN(a, b) ((a) < (b) ? (a) : (b))

#define UNROLLED _Pragma("clang loop unroll(full)")

typedef v128_t V;

enum { MAP, MATMUL, REDUCE, SOFTMAX, GATHER, SCATTER_ADD };
enum { MAX_DIMS = 8, MAX_OPERANDS = 25, MAX_REGISTERS = 32 };  // run.js refuses more
enum { BLOCK = 256 };                                          // floats that a map works on at once
enum { ROWS = 96, DEPTH = 384, TILE_ROWS = 4, TILE = 8 };      // what a matmul packs at once, and its register tile

static float *arena;
static int size;  // of the arena, in floats

// ---- Loop nests -----------------------------------------------------------------------------------------------------

// Dimensions with the strides of all operands, and where a walk over them stands.
typedef struct {
    int dims, operands;
    int count[MAX_DIMS], index[MAX_DIMS];
    int stride[MAX_OPERANDS][MAX_DIMS];
    int at[MAX_OPERANDS];  // offset of each operand's present element
} Nest;

static const int *take_strides(Nest *nest, int operand, const int *from) {
    for (int d = 0; d < nest->dims; d++) nest->stride[operand][d] = from[d];
    return from + nest->dims;
}

static void move_dim(Nest *nest, int to, int from) {
    nest->count[to] = nest->count[from];
    for (int o = 0; o < nest->operands; o++) nest->stride[o][to] = nest->stride[o][from];
}

static int follows(const Nest *nest, int outer, int inner) {
    for (int o = 0; o < nest->operands; o++)
        if (nest->stride[o][outer] != nest->stride[o][inner] * nest->count[inner]) return 0;
    return 1;
}

// Drops dimensions of size 1, orders them by the strides of operand `by` (none: -1), and merges those that are one in
// all operands. Gives back 0 where there is nothing to walk over.
static int tidy(Nest *nest, int by) {
    int dims = 0;
    for (int d = 0; d < nest->dims; d++) {
        nest->index[d] = 0;
        if (nest->count[d] == 0) return 0;
        if (nest->count[d] > 1) move_dim(nest, dims++, d);
    }
    if (by >= 0) {
        for (int end = dims; end > 1; end--) {
            for (int d = 0; d + 1 < end; d++) {
                if (__builtin_abs(nest->stride[by][d]) >= __builtin_abs(nest->stride[by][d + 1])) continue;
                move_dim(nest, MAX_DIMS - 1, d);
                move_dim(nest, d, d + 1);
                move_dim(nest, d + 1, MAX_DIMS - 1);
            }
        }
    }
    int kept = 0;
    for (int d = 1; d < dims; d++) {
        if (follows(nest, kept, d)) {
            const int merged = nest->count[kept] * nest->count[d];
            move_dim(nest, kept, d);
            nest->count[kept] = merged;
        } else {
            move_dim(nest, ++kept, d);
        }
    }
    nest->dims = dims ? kept + 1 : 0;
    return 1;
}

// Cuts the innermost dimension off the walk: what is left to do at each place. 1 with strides 0 where there is none.
static int cut(Nest *nest, int *strides) {
    const int inner = --nest->dims;
    if (inner < 0) nest->dims = 0;
    for (int o = 0; o < nest->operands; o++) strides[o] = inner < 0 ? 0 : nest->stride[o][inner];
    return inner < 0 ? 1 : nest->count[inner];
}

// To the next place; 0 after the last, back at the first.
static int next(Nest *nest) {
    for (int d = nest->dims - 1; d >= 0; d--) {
        const int ended = ++nest->index[d] == nest->count[d];
        const int steps = ended ? 1 - nest->count[d] : 1;
        for (int o = 0; o < nest->operands; o++) nest->at[o] += steps * nest->stride[o][d];
        if (!ended) return 1;
        nest->index[d] = 0;
    }
    return 0;
}

// ---- Vectors ----

INLINE V load4(const float *p, int stride, int n) {
    if (stride == 1) return LOAD(p);
    return wasm_f32x4_make(p[0], n > 1 ? p[stride] : 0, n > 2 ? p[2 * stride] : 0, n > 3 ? p[3 * stride] : 0);
}

INLINE void store4(float *p, int stride, int n, V x) {
    if (stride == 1 && n >= 4) {
        STORE(p, x);
        return;
    }
    p[0] = wasm_f32x4_extract_lane(x, 0);
    if (n > 1) p[stride] = wasm_f32x4_extract_lane(x, 1);
    if (n > 2) p[2 * stride] = wasm_f32x4_extract_lane(x, 2);
    if (n > 3) p[3 * stride] = wasm_f32x4_extract_lane(x, 3);
}

// ---- Functions ------------------------------------------------------------------------------------------------------

// e^x by 2^n e^r, |r| <= log(2) / 2, and Cephes' polynomial. pmin keeps what is not a number where it stands first. Where
// e^x is 0 it is not worked out: numbers below float32's normal ones take a processor a hundred times as long.
INLINE V exp4(V x) {
    const V shift = SPLAT(12582912.0f);  // 1.5 * 2^23: what is added to it is rounded to a whole number, in its last bits
    const V gone = wasm_f32x4_lt(x, SPLAT(-103.98f));
    x = wasm_f32x4_pmin(wasm_v128_andnot(x, gone), SPLAT(89.0f));
    const V shifted = ADD(MUL(x, SPLAT(1.44269504f)), shift), n = SUB(shifted, shift);
    const V r = SUB(SUB(x, MUL(n, SPLAT(0.693359375f))), MUL(n, SPLAT(-2.12194440e-4f)));
    V y = SPLAT(1.9875691500e-4f);
    y = ADD(MUL(y, r), SPLAT(1.3981999507e-3f));
    y = ADD(MUL(y, r), SPLAT(8.3334519073e-3f));
    y = ADD(MUL(y, r), SPLAT(4.1665795894e-2f));
    y = ADD(MUL(y, r), SPLAT(1.6666665459e-1f));
    y = ADD(MUL(y, r), SPLAT(5.0000001201e-1f));
    y = ADD(ADD(MUL(y, MUL(r, r)), r), SPLAT(1.0f));
    const V whole = wasm_i32x4_sub(shifted, shift), half = wasm_i32x4_shr(whole, 1), bias = wasm_i32x4_splat(127);
    y = MUL(y, wasm_i32x4_shl(wasm_i32x4_add(half, bias), 23));
    return wasm_v128_andnot(MUL(y, wasm_i32x4_shl(wasm_i32x4_add(wasm_i32x4_sub(whole, half), bias), 23)), gone);
}

INLINE V tanh4(V x) {
    const V sign = wasm_v128_and(x, wasm_i32x4_splat(0x80000000)), size = wasm_f32x4_abs(x), z = MUL(x, x);
    V y = SPLAT(-5.70498872745e-3f);
    y = ADD(MUL(y, z), SPLAT(2.06390887954e-2f));
    y = ADD(MUL(y, z), SPLAT(-5.37397155531e-2f));
    y = ADD(MUL(y, z), SPLAT(1.33314422036e-1f));
    y = ADD(MUL(y, z), SPLAT(-3.33332819422e-1f));
    y = ADD(MUL(MUL(y, z), x), x);
    const V far = SUB(SPLAT(1.0f), DIV(SPLAT(2.0f), ADD(exp4(ADD(size, size)), SPLAT(1.0f))));
    return wasm_v128_bitselect(y, wasm_v128_or(far, sign), wasm_f32x4_lt(size, SPLAT(0.625f)));
}

// The rarer ones in doubles, one by one. log((1 + s) / (1 - s)) for |s| < 0.18.
static double log_ratio(double s) {
    const double z = s * s;
    return 2 * s * (1 + z * (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z / 11)))));
}

static double log_of(double x) {
    if (!(x > 0)) return x == 0 ? -__builtin_inf() : __builtin_nan("");
    if (x > 1e300) return x;
    long long bits = __builtin_bit_cast(long long, x);
    const long long exponent = (bits - 0x3fe6a09e667f3bcd) >> 52;  // mantissa from sqrt(1/2) to sqrt(2)
    const double m = __builtin_bit_cast(double, bits - (exponent << 52));
    return log_ratio((m - 1) / (m + 1)) + (double)exponent * 0.6931471805599453;
}

static double log1p_of(double x) {
    return __builtin_fabs(x) < 0.25 ? log_ratio(x / (2 + x)) : log_of(1 + x);
}

// cos(x + quarter turns); below a million radians to the last bit or two.
static double cos_of(double x, int quarters) {
    const double n = __builtin_rint(x * 0.6366197723675814);
    const double r = (x - n * 1.57079632673412561417) - n * 6.07710050650619224932e-11, z = r * r;
    const int turn = __builtin_wasm_trunc_saturate_s_i32_f64(n) + quarters;
    const double even = 1 - z / 2 * (1 - z / 12 * (1 - z / 30 * (1 - z / 56 * (1 - z / 90))));
    const double odd = -r * (1 - z / 6 * (1 - z / 20 * (1 - z / 42 * (1 - z / 72 * (1 - z / 110)))));
    const double y = turn & 1 ? odd : even;
    return turn & 2 ? -y : y;
}

// ---- Map ------------------------------------------------------------------------------------------------------------

enum {
    COPY, PLUS, MINUS, TIMES, OVER, LEAST, MOST, NEG, ABS, SQRT, RSQRT, EXP, LOG, COS, SIN, FLOOR, GE, GT, EQ, WHERE,
    RELU, RECIPROCAL, MUL_ADD, LOG1P, TANH, SIGMOID, THROUGH_RELU
};

static float blocks[MAX_REGISTERS][BLOCK + 4];

#define EACH(value)                                                    \
    for (int i = 0; i < n; i += 4) {                                   \
        const V x = LOAD(a + i), y = LOAD(b + i), z = LOAD(c + i);     \
        (void)x, (void)y, (void)z;                                     \
        STORE(to + i, value);                                          \
    }                                                                  \
    break
#define ONE_BY_ONE(value)                                              \
    for (int i = 0; i < n; i++) {                                      \
        const double x = a[i];                                         \
        to[i] = (float)(value);                                        \
    }                                                                  \
    break
#define TRUTH(mask) wasm_v128_and(mask, one)

static void formula(int op, float *to, const float *a, const float *b, const float *c, int n) {
    const V one = SPLAT(1.0f), zero = SPLAT(0.0f);
    switch (op) {
        case COPY: EACH(x);
        case PLUS: EACH(ADD(x, y));
        case MINUS: EACH(SUB(x, y));
        case TIMES: EACH(MUL(x, y));
        case OVER: EACH(DIV(x, y));
        case LEAST: EACH(wasm_f32x4_min(x, y));
        case MOST: EACH(wasm_f32x4_max(x, y));
        case NEG: EACH(wasm_f32x4_neg(x));
        case ABS: EACH(wasm_f32x4_abs(x));
        case SQRT: EACH(wasm_f32x4_sqrt(x));
        case RSQRT: EACH(DIV(one, wasm_f32x4_sqrt(x)));
        case EXP: EACH(exp4(x));
        case LOG: ONE_BY_ONE(log_of(x));
        case COS: ONE_BY_ONE(cos_of(x, 0));
        case SIN: ONE_BY_ONE(cos_of(x, 3));
        case FLOOR: EACH(wasm_f32x4_floor(x));
        case GE: EACH(TRUTH(wasm_f32x4_ge(x, y)));
        case GT: EACH(TRUTH(wasm_f32x4_gt(x, y)));
        case EQ: EACH(TRUTH(wasm_f32x4_eq(x, y)));
        case WHERE: EACH(wasm_v128_bitselect(y, z, wasm_f32x4_ne(x, zero)));
        case RELU: EACH(wasm_f32x4_pmax(x, zero));
        case RECIPROCAL: EACH(DIV(one, x));
        case MUL_ADD: EACH(ADD(MUL(x, y), z));
        case LOG1P: ONE_BY_ONE(log1p_of(x));
        case TANH: EACH(tanh4(x));
        case SIGMOID: EACH(DIV(one, ADD(one, exp4(wasm_f32x4_neg(x)))));
        case THROUGH_RELU: EACH(wasm_v128_and(y, wasm_f32x4_gt(x, zero)));
    }
}

// Copies rows x columns between strided and dense.
static void copy(float *to, int to_row, int to_column, const float *from, int row, int column, int rows, int columns) {
    for (; rows > 0; rows--, to += to_row, from += row) {
        int i = 0;
        if (to_column == 1) {
            if (column == 1) {
                for (; i + 4 <= columns; i += 4) STORE(to + i, LOAD(from + i));
            } else if (column == 0) {
                for (; i + 4 <= columns; i += 4) STORE(to + i, SPLAT(*from));
            }
        }
        for (; i < columns; i++) to[i * to_column] = from[i * column];
    }
}

static void map(const int *call) {
    static Nest nest;
    nest.at[0] = *call++;
    nest.dims = *call++;
    for (int d = 0; d < nest.dims; d++) nest.count[d] = *call++;
    call = take_strides(&nest, 0, call);
    const int inputs = *call++;
    nest.operands = inputs + 1;
    for (int o = 1; o <= inputs; o++) {
        nest.at[o] = *call++;
        call = take_strides(&nest, o, call);
    }
    const int lines = *call++;
    if (!tidy(&nest, 0)) return;

    // A tile is some columns of some rows of the two innermost dimensions.
    static int column[MAX_OPERANDS], row[MAX_OPERANDS];
    const int columns = cut(&nest, column), wide = columns * 2 > BLOCK;
    int rows = 1;
    if (!wide) rows = cut(&nest, row);
    const int high = wide ? 1 : MIN(rows, BLOCK / columns);
    static const float *registers[MAX_REGISTERS];
    static const float *filled[MAX_OPERANDS];
    for (int o = 1; o <= inputs; o++) filled[o] = 0;
    do {
        for (int r = 0; r < rows; r += high) {
            for (int s = 0; s < columns; s += BLOCK) {
                const int tall = MIN(high, rows - r), broad = MIN(BLOCK, columns - s), n = tall * broad;
                for (int o = 1; o <= inputs; o++) {
                    const float *from = arena + nest.at[o] + r * row[o] + s * column[o];
                    registers[o - 1] = from;
                    if (column[o] == 1 && (tall == 1 || row[o] == broad)) continue;
                    registers[o - 1] = blocks[o - 1];
                    if (filled[o] == from) continue;  // a broadcast one: it stands there already
                    copy(blocks[o - 1], broad, 1, from, row[o], column[o], tall, broad);
                    filled[o] = broad == columns || column[o] == 0 ? from : 0;
                }
                float *to = arena + nest.at[0] + r * row[0] + s * column[0];
                const int direct = column[0] == 1 && (tall == 1 || row[0] == broad) && n % 4 == 0;
                const int *line = call;
                for (int l = inputs; l < inputs + lines; l++, line += 4) {
                    float *result = direct && l == inputs + lines - 1 ? to : blocks[l];
                    formula(line[0], result, registers[line[1]], registers[line[2]], registers[line[3]], n);
                    registers[l] = result;
                }
                if (!direct) copy(to, row[0], column[0], blocks[inputs + lines - 1], broad, 1, tall, broad);
            }
        }
    } while (next(&nest));
}

// ---- Matmul ---------------------------------------------------------------------------------------------------------

// What becomes of a tile's sums: alpha times them, and beta init where there is one, but nothing below the floor.
static struct {
    float alpha, beta, floor;
    const float *init;
    int row;
} share;

// to[i][j] = sum over p of a[i][p] b[p][j] for `rows` rows of `vectors` vectors, shared: a register tile. One p a turn:
// V8 moves the loads of a longer turn to its start, and is then out of registers.
INLINE void tile(const int rows, const int vectors, int depth, const float *a, int a_row, int a_step, const float *b,
                 int b_step, float *to, int to_row) {
    V sum[TILE_ROWS][2];
    UNROLLED for (int i = 0; i < rows; i++)
        UNROLLED for (int j = 0; j < vectors; j++) sum[i][j] = SPLAT(0.0f);
    for (; depth > 0; depth--, a += a_step, b += b_step) {
        V right[2];
        UNROLLED for (int j = 0; j < vectors; j++) right[j] = LOAD(b + 4 * j);
        UNROLLED for (int i = 0; i < rows; i++) {
            const V left = wasm_v128_load32_splat(a + i * a_row);
            UNROLLED for (int j = 0; j < vectors; j++) sum[i][j] = ADD(sum[i][j], MUL(left, right[j]));
        }
    }
    const V alpha = SPLAT(share.alpha), beta = SPLAT(share.beta), floor = SPLAT(share.floor);
    const float *init = share.init;
    UNROLLED for (int i = 0; i < rows; i++, init += share.row)
        UNROLLED for (int j = 0; j < vectors; j++) {
            V x = MUL(alpha, sum[i][j]);
            if (share.init) x = ADD(x, MUL(beta, LOAD(init + 4 * j)));
            STORE(to + i * to_row + 4 * j, wasm_f32x4_pmax(x, floor));
        }
}

#define TILES(vectors)                                                                                           \
    static void tiles##vectors(int rows, int depth, const float *a, int a_row, int a_step, const float *b,       \
                               int b_step, float *to, int to_row) {                                              \
        switch (rows) {                                                                                          \
            case 1: return tile(1, vectors, depth, a, a_row, a_step, b, b_step, to, to_row);                     \
            case 2: return tile(2, vectors, depth, a, a_row, a_step, b, b_step, to, to_row);                     \
            case 3: return tile(3, vectors, depth, a, a_row, a_step, b, b_step, to, to_row);                     \
            case 4: return tile(4, vectors, depth, a, a_row, a_step, b, b_step, to, to_row);                     \
        }                                                                                                        \
    }
TILES(1)
TILES(2)

// to[c][r] = from[r][c]; from's columns have a stride too.
static void transpose(float *to, int to_row, const float *from, int from_row, int from_column, int rows, int columns) {
    int r = 0;
    if (from_column == 1) {
        for (; r + 4 <= rows; r += 4) {
            const float *at = from + r * from_row;
            int c = 0;
            for (; c + 4 <= columns; c += 4, at += 4) {
                const V w = LOAD(at), x = LOAD(at + from_row), y = LOAD(at + 2 * from_row), z = LOAD(at + 3 * from_row);
                const V wx0 = wasm_i32x4_shuffle(w, x, 0, 4, 1, 5), wx1 = wasm_i32x4_shuffle(w, x, 2, 6, 3, 7);
                const V yz0 = wasm_i32x4_shuffle(y, z, 0, 4, 1, 5), yz1 = wasm_i32x4_shuffle(y, z, 2, 6, 3, 7);
                float *out = to + c * to_row + r;
                STORE(out, wasm_i64x2_shuffle(wx0, yz0, 0, 2));
                STORE(out + to_row, wasm_i64x2_shuffle(wx0, yz0, 1, 3));
                STORE(out + 2 * to_row, wasm_i64x2_shuffle(wx1, yz1, 0, 2));
                STORE(out + 3 * to_row, wasm_i64x2_shuffle(wx1, yz1, 1, 3));
            }
            for (; c < columns; c++, at++)
                for (int i = 0; i < 4; i++) to[c * to_row + r + i] = at[i * from_row];
        }
    }
    for (; r < rows; r++)
        for (int c = 0; c < columns; c++) to[c * to_row + r] = from[r * from_row + c * from_column];
}

static float packed_a[ROWS * (DEPTH + 4) + 4], packed_b[DEPTH * TILE + 4];

enum { OUT, A, B, INIT };
typedef struct {
    int count, stride[4];
} Axis;  // of a matmul: m has no stride in B, n none in A, k none in OUT and INIT

// One of a batch's products.
static void product(const int *at, const Axis *m, const Axis *n, const Axis *k, float beta, int relu, int mirrored) {
    const int blocks_of_k = (k->count + DEPTH - 1) / DEPTH, blocks_of_m = (m->count + ROWS - 1) / ROWS;
    for (int block = 0, p = 0; block < blocks_of_k || block == 0; block++) {
        const int depth = blocks_of_k ? (k->count - p + blocks_of_k - block - 1) / (blocks_of_k - block) : 0;
        const int first = block == 0, init = first ? INIT : OUT;
        const int adds = first ? beta != 0 : 1, dense = n->stride[OUT] == 1, apart = adds && n->stride[init] != 1;
        share.beta = first ? beta : 1.0f;
        share.floor = relu && block + 1 >= blocks_of_k ? 0.0f : -__builtin_inff();
        for (int band = 0, i = 0; band < blocks_of_m; band++) {
            const int height = (m->count - i + blocks_of_m - band - 1) / (blocks_of_m - band);
            const float *a = arena + at[A] + i * m->stride[A] + p * k->stride[A];
            int a_row = m->stride[A], a_step = k->stride[A];
            if (k->stride[A] != 1 && depth > 1) {
                a_row = (depth + 7) & ~3;
                transpose(packed_a, a_row, a, k->stride[A], m->stride[A], depth, height);
                a = packed_a;
                a_step = 1;
            }
            for (int j = 0; j < n->count; j += TILE) {
                const int width = MIN(TILE, n->count - j);
                const float *b = arena + at[B] + j * n->stride[B] + p * k->stride[B];
                int b_row = k->stride[B];
                if (n->stride[B] != 1) {
                    b_row = TILE;
                    transpose(packed_b, TILE, b, n->stride[B], k->stride[B], width, depth);
                    b = packed_b;
                } else if (height > 2 * TILE_ROWS && b_row > 2 * TILE && depth > 64) {
                    copy(packed_b, TILE, 1, b, b_row, 1, depth, width);
                    b_row = TILE;
                    b = packed_b;
                }
                const int straight = dense && width % 4 == 0;
                for (int r = 0, left = height; left > 0;) {
                    const int tall = left == 5 || left == 6 ? 3 : MIN(left, TILE_ROWS);  // 3 + 3 is sooner than 4 + 2
                    const int y = i + r;
                    r += tall;
                    left -= tall;
                    if (mirrored && j >= i + r) continue;
                    float *to = arena + at[OUT] + y * m->stride[OUT] + j * n->stride[OUT];
                    float square[TILE_ROWS * TILE], added[TILE_ROWS * TILE + 4];
                    float *result = straight ? to : square;
                    share.init = adds ? arena + at[init] + y * m->stride[init] + j * n->stride[init] : 0;
                    share.row = m->stride[init];
                    if (apart) {
                        copy(added, TILE, 1, share.init, share.row, n->stride[init], tall, width);
                        share.init = added;
                        share.row = TILE;
                    }
                    const int result_row = straight ? m->stride[OUT] : TILE;
                    if (width > 4) tiles2(tall, depth, a + (y - i) * a_row, a_row, a_step, b, b_row, result, result_row);
                    else tiles1(tall, depth, a + (y - i) * a_row, a_row, a_step, b, b_row, result, result_row);
                    if (!straight) copy(to, m->stride[OUT], n->stride[OUT], square, TILE, 1, tall, width);
                }
            }
            i += height;
        }
        p += depth;
    }
    if (!mirrored) return;
    float *out = arena + at[OUT];
    for (int i = 0; i < m->count; i++)
        for (int j = i + 1; j < n->count; j++)
            out[i * m->stride[OUT] + j * n->stride[OUT]] = out[j * m->stride[OUT] + i * n->stride[OUT]];
}

static void matmul(const int *call) {
    static Nest nest;
    Axis m = {0}, n = {0}, k = {0};
    for (int o = 0; o < 4; o++) nest.at[o] = *call++;
    const int has_init = nest.at[INIT] >= 0;
    nest.operands = has_init ? 4 : 3;
    nest.dims = *call++;
    for (int d = 0; d < nest.dims; d++) nest.count[d] = *call++;
    m.count = *call++;
    n.count = *call++;
    k.count = *call++;
    Axis *rows[4] = {&m, &m, &k, &m}, *columns[4] = {&n, &k, &n, &n};
    for (int o = 0; o < nest.operands; o++) {
        call = take_strides(&nest, o, call);
        rows[o]->stride[o] = *call++;
        columns[o]->stride[o] = *call++;
    }
    share.alpha = call[0] >= 0 ? arena[call[0]] : 1.0f;
    const float beta = has_init ? (call[1] >= 0 ? arena[call[1]] : 1.0f) : 0.0f;
    const int relu = call[2];
    if (!tidy(&nest, OUT) || m.count == 0 || n.count == 0) return;

    // Vectors go along n: the result's dense dimension, or the longer one where n would leave them empty.
    const int dense_m = m.stride[OUT] == 1 || m.count == 1, dense_n = n.stride[OUT] == 1 || n.count == 1;
    const int swap = (dense_m && !dense_n) || (n.count < 4 && m.count > n.count);
    if (swap) {
        const Axis other = m;
        m = n;
        n = other;
        for (int o = 0; o < 4; o++) {
            Axis *axes[3] = {&m, &n, &k};
            for (int x = 0; x < 3; x++)
                if (o == A) {
                    const int stride = axes[x]->stride[A];
                    axes[x]->stride[A] = axes[x]->stride[B];
                    axes[x]->stride[B] = stride;
                }
        }
        for (int d = 0; d < nest.dims; d++) {
            const int stride = nest.stride[A][d];
            nest.stride[A][d] = nest.stride[B][d];
            nest.stride[B][d] = stride;
        }
        const int at = nest.at[A];
        nest.at[A] = nest.at[B];
        nest.at[B] = at;
    }
    // x times its own transpose is its own mirror image: half of it is worked out.
    int mirrored = !has_init && nest.at[A] == nest.at[B] && m.count == n.count && m.stride[A] == n.stride[B] &&
                   k.stride[A] == k.stride[B];
    for (int d = 0; d < nest.dims; d++) mirrored &= nest.stride[A][d] == nest.stride[B][d];
    do product(nest.at, &m, &n, &k, beta, relu, mirrored);
    while (next(&nest));
}

// ---- Reduce ---------------------------------------------------------------------------------------------------------

enum { SUM, MAX, ARGMAX, MEAN, NORM, DOT };  // the last is a sum of products
enum { PART = 1024 };  // so many floats are summed before they join a longer sum: rounding takes less

// What is reduced at one place: `length` elements, `step` apart, at each place of the walk `gone`.
typedef struct {
    Nest gone;
    int length, step, apart;
} Reduced;

INLINE V nothing(int what) { return SPLAT(what == MAX ? -__builtin_inff() : 0.0f); }
INLINE V either(int what, V x, V y) { return what == MAX ? wasm_f32x4_max(x, y) : ADD(x, y); }

// What stands at p joins x; of a sum of products `apart` from there stands the other factor.
INLINE V joined(int what, V x, const float *p, int apart) {
    const V y = LOAD(p);
    return either(what, x, what == NORM ? MUL(y, y) : what == DOT ? MUL(y, LOAD(p + apart)) : y);
}

INLINE float lanes(int what, V x) {
    x = either(what, x, wasm_i32x4_shuffle(x, x, 2, 3, 0, 1));
    return wasm_f32x4_extract_lane(either(what, x, wasm_i32x4_shuffle(x, x, 1, 0, 3, 2)), 0);
}

INLINE double along(const int what, const float *in, Reduced *reduced) {
    const V none = nothing(what);
    const int step = reduced->step, apart = reduced->apart;
    V part[4] = {none, none, none, none};
    double all = what == MAX ? -__builtin_inf() : 0;
    int since = 0, more = 1;
    while (more) {
        const float *from = in + reduced->gone.at[0];
        for (int i = 0; i < reduced->length;) {
            const int start = i, end = MIN(reduced->length, i + PART);
            if (step == 1) {
                for (; i + 16 <= end; i += 16)
                    UNROLLED for (int j = 0; j < 4; j++) part[j] = joined(what, part[j], from + i + 4 * j, apart);
                for (; i + 4 <= end; i += 4) part[0] = joined(what, part[0], from + i, apart);
            }
            for (; i < end; i++) {
                const float x = from[i * step], y = what == NORM ? x * x : what == DOT ? x * from[i * step + apart] : x;
                part[1] = either(what, part[1], wasm_f32x4_replace_lane(none, 0, y));
            }
            since += end - start;
            if (since < PART) continue;
            const double sum = (double)lanes(what, either(what, either(what, part[0], part[1]), either(what, part[2], part[3])));
            all = what == MAX ? (all > sum || all != all ? all : sum) : all + sum;
            UNROLLED for (int j = 0; j < 4; j++) part[j] = none;
            since = 0;
        }
        more = next(&reduced->gone);
    }
    const double sum = (double)lanes(what, either(what, either(what, part[0], part[1]), either(what, part[2], part[3])));
    return what == MAX ? (all > sum || all != all ? all : sum) : all + sum;
}

// Sixteen at once, whose elements lie side by side.
INLINE void abreast(const int what, const float *in, Reduced *reduced, float *results) {
    const V none = nothing(what);
    V sum[4] = {none, none, none, none};
    do {
        const float *from = in + reduced->gone.at[0];
        for (int i = 0; i < reduced->length;) {
            V part[4] = {none, none, none, none};
            for (const int end = MIN(reduced->length, i + PART / 16); i < end; i++, from += reduced->step)
                UNROLLED for (int j = 0; j < 4; j++) part[j] = joined(what, part[j], from + 4 * j, reduced->apart);
            UNROLLED for (int j = 0; j < 4; j++) sum[j] = either(what, sum[j], part[j]);
        }
    } while (next(&reduced->gone));
    UNROLLED for (int j = 0; j < 4; j++) STORE(results + 4 * j, sum[j]);
}

// The place of the greatest element, or of the first that is not a number.
static int greatest(const float *in, Reduced *reduced) {
    float best = 0;
    int place = 0, found = 0;
    do {
        const float *from = in + reduced->gone.at[0];
        for (int i = 0; i < reduced->length; i++, place++) {
            const float x = from[i * reduced->step];
            if (place && !(x > best || (x != x && best == best))) continue;
            best = x;
            found = place;
        }
    } while (next(&reduced->gone));
    return found;
}

static void reduce(const int *call) {
    static Nest kept;  // out, in
    static Reduced reduced;
    Nest *gone = &reduced.gone;
    const int what = *call++;
    kept.at[0] = *call++;
    kept.at[1] = *call++;
    const int times = *call++;
    reduced.apart = times - kept.at[1];
    kept.operands = 2;
    gone->operands = 1;
    gone->at[0] = 0;
    kept.dims = *call++;
    for (int d = 0; d < kept.dims; d++) kept.count[d] = *call++;
    gone->dims = *call++;
    float total = 1;
    for (int d = 0; d < gone->dims; d++) total *= (float)(gone->count[d] = *call++);
    call = take_strides(&kept, 0, call);
    call = take_strides(&kept, 1, call);
    take_strides(gone, 0, call);
    if (!tidy(&kept, 1)) return;
    reduced.length = 0;
    if (tidy(gone, what == ARGMAX ? -1 : 0)) reduced.length = cut(gone, &reduced.step);
    else gone->dims = 0;

    const int last = kept.dims - 1;
    const int many = what != ARGMAX && last >= 0 && kept.stride[1][last] == 1;
    int strides[2] = {0, 0}, columns = 1;
    if (many) columns = cut(&kept, strides);
    do {
        for (int c = 0; c < columns; c += 16) {
            const float *in = arena + kept.at[1] + c;
            float results[16];
            if (many) {
                if (what == MAX) abreast(MAX, in, &reduced, results);
                else if (what == NORM) abreast(NORM, in, &reduced, results);
                else if (times >= 0) abreast(DOT, in, &reduced, results);
                else abreast(SUM, in, &reduced, results);
            } else if (what == ARGMAX) {
                results[0] = (float)greatest(in, &reduced);
            } else if (what == MAX) {
                results[0] = (float)along(MAX, in, &reduced);
            } else {
                if (what == NORM) results[0] = (float)along(NORM, in, &reduced);
                else results[0] = (float)(times >= 0 ? along(DOT, in, &reduced) : along(SUM, in, &reduced));
            }
            const int n = MIN(16, columns - c);
            if (what == MEAN) for (int i = 0; i < n; i++) results[i] /= total;
            if (what == NORM) for (int i = 0; i < n; i++) results[i] = __builtin_sqrtf(results[i]);
            copy(arena + kept.at[0] + c * strides[0], 0, strides[0], results, 0, 1, 1, n);
        }
    } while (next(&kept));
}

// ---- Softmax --------------------------------------------------------------------------------------------------------

static void softmax(const int *call) {
    static Nest nest;
    const int logarithm = *call++;
    nest.at[0] = *call++;
    nest.at[1] = *call++;
    nest.operands = 2;
    const int dims = *call++;
    nest.dims = dims - 1;
    for (int d = 0; d < nest.dims; d++) nest.count[d] = *call++;
    const int length = *call++;
    call = take_strides(&nest, 0, call);
    const int to_step = *call++;
    call = take_strides(&nest, 1, call);
    const int step = *call++;
    if (!tidy(&nest, 1) || length == 0) return;

    const V none = SPLAT(-__builtin_inff());
    if (step == 1 && to_step == 1) {  // along rows
        do {
            const float *in = arena + nest.at[1];
            float *to = arena + nest.at[0];
            V most = none, sum = SPLAT(0.0f);
            int i = 0;
            for (; i + 4 <= length; i += 4) most = wasm_f32x4_pmax(most, LOAD(in + i));
            for (; i < length; i++) most = wasm_f32x4_pmax(most, SPLAT(in[i]));
            const V top = SPLAT(lanes(MAX, most));
            for (i = 0; i < length; i += 4) {
                const int n = MIN(4, length - i);
                V x = exp4(SUB(LOAD(in + i), top));
                if (n < 4) {
                    const V lane = wasm_i32x4_make(0, 1, 2, 3);
                    x = wasm_v128_and(x, wasm_i32x4_lt(lane, wasm_i32x4_splat(n)));
                }
                sum = ADD(sum, x);
                if (!logarithm) store4(to + i, 1, n, x);
            }
            const float all = lanes(SUM, sum);
            const V factor = SPLAT(1.0f / all), lower = SPLAT(logarithm ? (float)log_of(all) : 0);
            for (i = 0; i < length; i += 4) {
                const int n = MIN(4, length - i);
                const V x = logarithm ? SUB(SUB(LOAD(in + i), top), lower) : MUL(LOAD(to + i), factor);
                store4(to + i, 1, n, x);
            }
        } while (next(&nest));
        return;
    }
    int strides[2];
    const int columns = cut(&nest, strides);
    do {
        for (int c = 0; c < columns; c += 4) {
            const int n = MIN(4, columns - c);
            const float *in = arena + nest.at[1] + c * strides[1];
            float *to = arena + nest.at[0] + c * strides[0];
            V most = none, sum = SPLAT(0.0f);
            for (int i = 0; i < length; i++) most = wasm_f32x4_pmax(most, load4(in + i * step, strides[1], n));
            for (int i = 0; i < length; i++) {
                const V x = exp4(SUB(load4(in + i * step, strides[1], n), most));
                sum = ADD(sum, x);
                if (!logarithm) store4(to + i * to_step, strides[0], n, x);
            }
            float sums[4];
            STORE(sums, sum);
            for (int j = 0; j < 4; j++) sums[j] = logarithm ? (float)log_of(sums[j]) : 1.0f / sums[j];
            const V last = LOAD(sums);
            for (int i = 0; i < length; i++) {
                const V x = logarithm ? SUB(SUB(load4(in + i * step, strides[1], n), most), last)
                                      : MUL(load4(to + i * to_step, strides[0], n), last);
                store4(to + i * to_step, strides[0], n, x);
            }
        }
    } while (next(&nest));
}

// ---- Gather and scatter ---------------------------------------------------------------------------------------------

// 1 where an index leads out of the arena, else 0.
static int gather(const int *call, int adding) {
    static Nest nest;  // operands: out, source, the indices
    static int factor[MAX_OPERANDS], strides[MAX_OPERANDS];
    nest.at[0] = *call++;
    nest.dims = *call++;
    for (int d = 0; d < nest.dims; d++) nest.count[d] = *call++;
    call = take_strides(&nest, 0, call);
    nest.at[1] = *call++;
    call = take_strides(&nest, 1, call);
    const int indices = *call++;
    nest.operands = 2 + indices;
    for (int o = 2; o < nest.operands; o++) {
        nest.at[o] = *call++;
        call = take_strides(&nest, o, call);
        factor[o] = *call++;
    }
    if (!tidy(&nest, 0)) return 0;
    const int columns = cut(&nest, strides);
    int alike = 1;  // one index for the whole innermost dimension
    for (int o = 2; o < nest.operands; o++) alike &= strides[o] == 0;
    const int runs = alike ? 1 : columns, run = alike ? columns : 1;
    const int reach = strides[1] * (run - 1), low = MIN(reach, 0), high = reach - low;
    do {
        for (int c = 0; c < runs; c++) {
            long long place = nest.at[1] + c * strides[1];
            for (int o = 2; o < nest.operands; o++) {
                const float index = arena[nest.at[o] + c * strides[o]];
                place += (long long)__builtin_wasm_trunc_saturate_s_i32_f32(index) * factor[o];
            }
            if (place + low < 0 || place + low + high >= size) return 1;
            float *out = arena + nest.at[0] + c * strides[0], *source = arena + place;
            if (!adding) {
                copy(out, 0, strides[0], source, 0, strides[1], 1, run);
            } else {
                int i = 0;
                if (strides[0] == 1 && strides[1] == 1)
                    for (; i + 4 <= run; i += 4) STORE(source + i, ADD(LOAD(source + i), LOAD(out + i)));
                for (; i < run; i++) source[i * strides[1]] += out[i * strides[0]];
            }
        }
    } while (next(&nest));
    return 0;
}

// ---- The tape -------------------------------------------------------------------------------------------------------

// Runs a tape of `length` ints on an arena of `floats`. 0, or the number of the call, from 1, whose index was wrong.
EXPORT("run") int run(const int *tape, int length, float *at, int floats) {
    arena = at;
    size = floats;
    int number = 1;
    for (const int *end = tape + length; tape < end; tape += 2 + tape[1], number++) {
        const int *call = tape + 2;
        switch (tape[0]) {
            case MAP: map(call); break;
            case MATMUL: matmul(call); break;
            case REDUCE: reduce(call); break;
            case SOFTMAX: softmax(call); break;
            case GATHER: if (gather(call, 0)) return number; break;
            case SCATTER_ADD: if (gather(call, 1)) return number; break;
        }
    }
    return 0;
}
