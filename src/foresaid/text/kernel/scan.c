/* Which of very many passages fit best, by their words and by their meaning? The twins of text/bm25.py and text/codes.py. */
#include "kernel.h"

/* Instructions that not every processor of its kind has are used where the one at hand has them; the answers are the same. */
#if defined(__GNUC__) && defined(__x86_64__)
#define CHOOSES
#include <immintrin.h>
#endif

/* bm25.py, SHAPES: one for each count of a term up to 15 and length of a passage up to 255. */
enum { SHAPES = 4096 };

static bool too_many(size_t count)
{
    if (count <= UINT32_MAX)
        return false;
    PyErr_SetString(PyExc_ValueError, "more passages than 32 bits can number");
    return true;
}

/* Add what one term tells of each passage that holds it; passages that are not among the scores are passed over. */
static void add_term(uint32_t *scores, size_t count, uint32_t first, const Py_buffer *views, size_t postings)
{
    const uint32_t *passages = views[0].buf;
    const uint16_t *shapes = views[1].buf;
    const uint32_t *table = views[2].buf;
    for (size_t at = 0; at < postings; at++) {
        uint32_t place = passages[at] - first;
        if (place < count)
            scores[place] += table[shapes[at] & (SHAPES - 1)];
    }
}

/* weigh(terms, first, count) -> i32 scores of the passages [first, first + count) */
PyObject *kernel_weigh(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *terms;
    Py_ssize_t first, count;
    if (!PyArg_ParseTuple(arguments, "O!nn", &PyList_Type, &terms, &first, &count))
        return NULL;
    if (first < 0 || count < 0 || (size_t)first > UINT32_MAX || (size_t)count > UINT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "passages are numbered with 32 bits");
        return NULL;
    }
    PyObject *answer = PyByteArray_FromStringAndSize(NULL, count * 4);
    if (!answer)
        return NULL;
    uint32_t *scores = (uint32_t *)PyByteArray_AsString(answer);
    memset(scores, 0, (size_t)count * 4);
    for (Py_ssize_t term = 0; term < PyList_Size(terms); term++) {
        static const Py_ssize_t sizes[3] = {4, 2, 4};
        PyObject *objects[3];
        Py_buffer views[3];
        size_t counts[3];
        int opened = 0;
        PyObject *triple = PyList_GetItem(terms, term); /* borrowed */
        if (triple && !PyTuple_Check(triple))
            PyErr_SetString(PyExc_TypeError, "a term is a tuple of passages, shapes and weights");
        else if (triple && PyArg_ParseTuple(triple, "OOO", &objects[0], &objects[1], &objects[2]))
            while (opened < 3 && open_numbers(objects[opened], sizes[opened], &views[opened], &counts[opened]))
                opened++;
        bool fits = opened == 3;
        if (fits && (counts[0] != counts[1] || counts[2] != SHAPES)) {
            PyErr_SetString(PyExc_ValueError, "a term has as many shapes as passages, and 4096 weights");
            fits = false;
        }
        if (fits)
            add_term(scores, (size_t)count, (uint32_t)first, views, counts[0]);
        while (opened--)
            PyBuffer_Release(&views[opened]);
        if (!fits) {
            Py_DECREF(answer);
            return NULL;
        }
    }
    return answer;
}

/* A score above its place, turned so that of equal scores the lower place is the larger number. */
static inline uint64_t ranked(int32_t score, size_t place)
{
    return (uint64_t)(uint32_t)score << 32 | (UINT32_MAX - (uint32_t)place);
}

/* Let the number at the head of a heap, least first, sink to its level. */
static void sink(uint64_t *heap, size_t count)
{
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= count)
            return;
        if (child + 1 < count && heap[child + 1] < heap[child])
            child++;
        if (heap[at] <= heap[child])
            return;
        uint64_t moved = heap[at];
        heap[at] = heap[child];
        heap[child] = moved;
        at = child;
    }
}

static void rise(uint64_t *heap, size_t at)
{
    while (at && heap[(at - 1) / 2] > heap[at]) {
        uint64_t moved = heap[at];
        heap[at] = heap[(at - 1) / 2];
        heap[(at - 1) / 2] = moved;
        at = (at - 1) / 2;
    }
}

/* best(scores, limit) -> u32 places of the best scores above nought, best first, of equal ones the lower place first */
PyObject *kernel_best(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *object;
    Py_ssize_t limit;
    Py_buffer view;
    size_t count;
    if (!PyArg_ParseTuple(arguments, "On", &object, &limit) || !open_numbers(object, 4, &view, &count))
        return NULL;
    size_t most = limit < 0 ? 0 : (size_t)limit < count ? (size_t)limit : count, held = 0;
    uint64_t *heap = too_many(count) ? NULL : allocate(most, sizeof *heap);
    if (!heap) {
        PyBuffer_Release(&view);
        return NULL;
    }
    const int32_t *scores = view.buf;
    int32_t least = 0; /* of equal scores those that come later are worse: only what is above it counts */
    for (size_t place = 0; most && place < count; place++) {
        if (scores[place] <= least)
            continue;
        if (held < most) {
            heap[held] = ranked(scores[place], place);
            rise(heap, held++);
        } else {
            heap[0] = ranked(scores[place], place);
            sink(heap, held);
        }
        if (held == most)
            least = (int32_t)(heap[0] >> 32);
    }
    PyBuffer_Release(&view);
    PyObject *answer = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(held * 4));
    uint32_t *places = answer ? (uint32_t *)PyBytes_AsString(answer) : NULL;
    while (places && held) {
        places[held - 1] = UINT32_MAX - (uint32_t)heap[0];
        heap[0] = heap[--held];
        sink(heap, held);
    }
    free(heap);
    return answer;
}

static inline unsigned ones(uint64_t bits)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_popcountll(bits);
#else
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (unsigned)(bits * UINT64_C(0x0101010101010101) >> 56);
#endif
}

/* The codes of passages and of what is asked, `words` of 64 bits each. */
typedef struct {
    const uint64_t *codes, *asked;
    size_t passages, queries, words;
} Codes;

#if defined(__GNUC__)
#define INLINED inline __attribute__((always_inline))
#else
#define INLINED inline
#endif

/* In how many bits each passage differs from the nearest of what is asked. */
static INLINED void measure(const Codes *given, size_t words, uint16_t *distances)
{
    for (size_t passage = 0; passage < given->passages; passage++) {
        const uint64_t *code = given->codes + passage * words;
        unsigned least = UINT16_MAX;
        for (size_t query = 0; query < given->queries; query++) {
            const uint64_t *other = given->asked + query * words;
            unsigned differ = 0;
            for (size_t word = 0; word < words; word++)
                differ += ones(code[word] ^ other[word]);
            least = differ < least ? differ : least;
        }
        distances[passage] = (uint16_t)least;
    }
}

/* Codes have 256 bits unless vectors have more dimensions: with the length known the loop is laid out flat. */
static INLINED void measure_any(const Codes *given, uint16_t *distances)
{
    if (given->words == 4)
        measure(given, 4, distances);
    else
        measure(given, given->words, distances);
}

#if defined(CHOOSES)
/* Counting bits is one instruction on every such processor since 2008, but the compiler may not rely on it. */
__attribute__((target("popcnt"))) static void measure_counting(const Codes *given, uint16_t *distances)
{
    measure_any(given, distances);
}

/* Four passages of four words at a time: their counts are added across by pairing them up twice. */
__attribute__((target("avx512f,avx512vl,avx512vpopcntdq"))) static void measure_wide(const Codes *given, uint16_t *distances)
{
    size_t passage = 0;
    for (; passage + 4 <= given->passages; passage += 4) {
        const __m256i *code = (const __m256i *)(given->codes + passage * 4);
        __m256i held[4], least = _mm256_set1_epi64x(UINT16_MAX);
        for (int at = 0; at < 4; at++)
            held[at] = _mm256_loadu_si256(code + at);
        for (size_t query = 0; query < given->queries; query++) {
            __m256i asked = _mm256_loadu_si256((const __m256i *)(given->asked + query * 4)), counts[4], pairs[2];
            for (int at = 0; at < 4; at++)
                counts[at] = _mm256_popcnt_epi64(_mm256_xor_si256(held[at], asked));
            for (int at = 0; at < 2; at++)
                pairs[at] = _mm256_add_epi64(_mm256_unpacklo_epi64(counts[2 * at], counts[2 * at + 1]),
                                             _mm256_unpackhi_epi64(counts[2 * at], counts[2 * at + 1]));
            __m256i differ = _mm256_add_epi64(_mm256_permute2x128_si256(pairs[0], pairs[1], 0x20),
                                              _mm256_permute2x128_si256(pairs[0], pairs[1], 0x31));
            least = _mm256_min_epu64(least, differ);
        }
        _mm_storeu_si64(distances + passage, _mm256_cvtepi64_epi16(least));
    }
    Codes rest = {given->codes + passage * 4, given->asked, given->passages - passage, given->queries, 4};
    measure_counting(&rest, distances + passage);
}
#endif

static void measure_here(const Codes *given, uint16_t *distances)
{
#if defined(CHOOSES)
    if (given->words == 4 && __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("avx512vl"))
        measure_wide(given, distances);
    else if (__builtin_cpu_supports("popcnt"))
        measure_counting(given, distances);
    else
#endif
        measure_any(given, distances);
}

/* Places as u32 and distances as u16 of all passages that are no farther than the one at rank `most`. */
static PyObject *nearest(const Codes *given, size_t most)
{
    size_t bits = given->words * 64;
    uint16_t *distances = allocate(given->passages, sizeof *distances);
    size_t *tally = distances ? calloc(bits + 1, sizeof *tally) : NULL;
    if (!tally) {
        free(distances);
        return PyErr_NoMemory();
    }
    measure_here(given, distances);
    for (size_t passage = 0; passage < given->passages; passage++)
        tally[distances[passage]]++;
    size_t farthest = 0, held = tally[0];
    while (held < most && farthest < bits)
        held += tally[++farthest];
    PyObject *places = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(held * 4));
    PyObject *kept = places ? PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(held * 2)) : NULL;
    if (kept) {
        uint32_t *place = (uint32_t *)PyBytes_AsString(places);
        uint16_t *distance = (uint16_t *)PyBytes_AsString(kept);
        for (size_t passage = 0; passage < given->passages; passage++)
            if (distances[passage] <= farthest) {
                *place++ = (uint32_t)passage;
                *distance++ = distances[passage];
            }
    }
    free(distances);
    free(tally);
    PyObject *answer = kept ? PyTuple_Pack(2, places, kept) : NULL;
    Py_XDECREF(places);
    Py_XDECREF(kept);
    return answer;
}

/* nearest(codes, asked, words, most) -> places, distances */
PyObject *kernel_nearest(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *codes, *asked;
    Py_ssize_t words, most;
    Py_buffer views[2];
    size_t counts[2];
    if (!PyArg_ParseTuple(arguments, "OOnn", &codes, &asked, &words, &most))
        return NULL;
    if (!open_numbers(codes, 8, &views[0], &counts[0]))
        return NULL;
    if (!open_numbers(asked, 8, &views[1], &counts[1])) {
        PyBuffer_Release(&views[0]);
        return NULL;
    }
    PyObject *answer = NULL;
    /* 1023 words are 65,472 bits: a distance fits in 16 */
    if (words < 1 || words > 1023 || most < 1 || !counts[1] || counts[0] % (size_t)words || counts[1] % (size_t)words)
        PyErr_SetString(PyExc_ValueError, "codes are some words long, and something is asked");
    else if (!too_many(counts[0] / (size_t)words)) {
        size_t length = (size_t)words;
        Codes given = {views[0].buf, views[1].buf, counts[0] / length, counts[1] / length, length};
        answer = nearest(&given, (size_t)most);
    }
    PyBuffer_Release(&views[0]);
    PyBuffer_Release(&views[1]);
    return answer;
}

/* Rows of whole numbers, what is asked, and which rows. */
typedef struct {
    const int8_t *rows, *asked;
    const uint32_t *places;
    size_t count, queries, width;
} Rows;

static INLINED void multiply(const Rows *given, int32_t *products)
{
    for (size_t at = 0; at < given->count; at++)
        for (size_t query = 0; query < given->queries; query++) {
            const int8_t *one = given->rows + given->places[at] * given->width;
            const int8_t *other = given->asked + query * given->width;
            int32_t sum = 0;
            for (size_t column = 0; column < given->width; column++)
                sum += (int16_t)one[column] * (int16_t)other[column];
            *products++ = sum;
        }
}

#if defined(CHOOSES)
__attribute__((target("avx2"))) static void multiply_wide(const Rows *given, int32_t *products)
{
    multiply(given, products);
}
#endif

static void multiply_here(const Rows *given, int32_t *products)
{
#if defined(CHOOSES)
    if (__builtin_cpu_supports("avx2")) {
        multiply_wide(given, products);
        return;
    }
#endif
    multiply(given, products);
}

/* products(rows, asked, width, places) -> i32, for each place its row's product with each of what is asked */
PyObject *kernel_products(PyObject *module, PyObject *arguments)
{
    (void)module;
    static const Py_ssize_t sizes[3] = {1, 1, 4};
    PyObject *objects[3];
    Py_buffer views[3];
    size_t counts[3];
    Py_ssize_t width;
    int opened = 0;
    if (!PyArg_ParseTuple(arguments, "OOnO", &objects[0], &objects[1], &width, &objects[2]))
        return NULL;
    while (opened < 3 && open_numbers(objects[opened], sizes[opened], &views[opened], &counts[opened]))
        opened++;
    PyObject *answer = NULL;
    /* 65,536 products of 127 by 127 fit in 31 bits */
    if (opened == 3 && (width < 1 || width > 65536 || counts[0] % (size_t)width || counts[1] % (size_t)width))
        PyErr_SetString(PyExc_ValueError, "rows do not fit their width");
    else if (opened == 3) {
        size_t length = (size_t)width;
        Rows given = {views[0].buf, views[1].buf, views[2].buf, counts[2], counts[1] / length, length};
        bool fits = !given.count || given.queries <= SIZE_MAX / 8 / given.count;
        for (size_t at = 0; fits && at < given.count; at++)
            fits = given.places[at] < counts[0] / length;
        if (!fits)
            PyErr_SetString(PyExc_IndexError, "a place is beyond the rows");
        else
            answer = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(given.count * given.queries * 4));
        if (answer)
            multiply_here(&given, (int32_t *)PyBytes_AsString(answer));
    }
    while (opened--)
        PyBuffer_Release(&views[opened]);
    return answer;
}
