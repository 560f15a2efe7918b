/* Which short runs of words are rare in a stream, and where do they stand? The twin of text/grams.py, build_grams.
 *
 * N-grams are sorted by key in parts that fit the processor's cache better than the whole: each part takes the keys
 * that begin with the same bits, so that the sorted parts, one after the other, are the sorted whole, and the memory
 * for sorting is bounded by the part (16 bytes an n-gram of it) and not by the stream.
 */
#include "kernel.h"

enum { RARE = 64, LONGEST = 3, HALF_KEY = 16, KEY_BITS = 32, DIGIT = 11, ENTRIES_A_BUCKET = 4 };
enum { RARE_WORD = 1, RARE_PAIR = 2 };
/* N-grams sorted at a time: 64 MB of buffers. More parts would cost one pass over the stream each. */
#define PART ((size_t)1 << 22)

typedef struct {
    uint32_t *numbers;
    size_t count, room;
} Column;

typedef struct {
    const uint32_t *hashes;
    size_t tokens;
    uint8_t *rare; /* of each place, and of LONGEST more, whether a rare word or pair begins there */
    uint64_t *sorted, *spare;
    Column words, frequencies, pairs, pair_counts;
    uint32_t *directory, *postings;
    uint16_t *halves; /* of keys; or where the directory has fewer than 16 bits */
    uint32_t *keys;
    size_t entries, buckets, filled;
    unsigned bits;
} Building;

static bool append(Column *column, uint32_t number)
{
    if (column->count == column->room) {
        size_t room = column->room ? column->room * 2 : 1024;
        uint32_t *larger = room > SIZE_MAX / 8 ? NULL : realloc(column->numbers, room * sizeof(uint32_t));
        if (!larger)
            return false;
        column->numbers = larger;
        column->room = room;
    }
    column->numbers[column->count++] = number;
    return true;
}

/* How many first bits of a key tell the parts apart, so that a part is on average PART or less. */
static unsigned part_bits(size_t tokens)
{
    unsigned bits = 0;
    while (bits < 16 && (tokens >> bits) > PART)
        bits++;
    return bits;
}

/* Sort by the 32 bits of the key that stand first in each number; equal keys keep their order. */
static uint64_t *sort_by_key(uint64_t *numbers, uint64_t *spare, size_t count)
{
    static const unsigned shifts[] = {32, 32 + DIGIT, 32 + 2 * DIGIT};
    for (int pass = 0; pass < 3; pass++) {
        size_t places[1 << DIGIT] = {0}, total = 0;
        for (size_t at = 0; at < count; at++)
            places[(numbers[at] >> shifts[pass]) & ((1 << DIGIT) - 1)]++;
        for (size_t digit = 0; digit < 1 << DIGIT; digit++) {
            size_t here = places[digit];
            places[digit] = total;
            total += here;
        }
        for (size_t at = 0; at < count; at++)
            spare[places[(numbers[at] >> shifts[pass]) & ((1 << DIGIT) - 1)]++] = numbers[at];
        uint64_t *other = numbers;
        numbers = spare;
        spare = other;
    }
    return numbers;
}

/* How long the n-gram is that is indexed at a place: the shortest rare one, a triple for want of any; 0 where a
 * shorter one begins later within it, or the stream ends. */
static inline int chosen_length(const Building *building, size_t at)
{
    const uint8_t *rare = building->rare + at; /* LONGEST more of them than tokens, all 0 */
    if (rare[0] & RARE_WORD)
        return 1;
    if (rare[1] & RARE_WORD)
        return 0;
    if (rare[0] & RARE_PAIR)
        return 2;
    bool smaller = (rare[1] & RARE_PAIR) || (rare[2] & RARE_WORD);
    return !smaller && at + LONGEST <= building->tokens ? LONGEST : 0;
}

static inline size_t keep_in_part(uint64_t *kept, size_t count, uint32_t key, size_t at, uint32_t part, unsigned shift)
{
    kept[count] = (uint64_t)key << KEY_BITS | at; /* written either way, counted if wanted: no branch to guess */
    return count + ((uint64_t)key >> shift == part);
}

/* Gather all words (1) or pairs (2) whose key begins with the bits `part`. */
static size_t gather(Building *building, int length, uint32_t part, unsigned bits)
{
    size_t count = 0;
    for (size_t at = 0; at + (size_t)length <= building->tokens; at++) {
        uint32_t key = length == 1 ? building->hashes[at] : gram_key(building->hashes + at, 2);
        count = keep_in_part(building->sorted, count, key, at, part, KEY_BITS - bits);
    }
    return count;
}

/* Gather what is to be indexed of a part, in the order of places. */
static size_t gather_entries(Building *building, uint32_t part, unsigned bits)
{
    size_t count = 0;
    for (size_t at = 0; at < building->tokens; at++) {
        int length = chosen_length(building, at);
        if (!length)
            continue;
        uint32_t key = gram_key(building->hashes + at, length);
        count = keep_in_part(building->sorted, count, key, at, part, KEY_BITS - bits);
    }
    return count;
}

/* How many n-grams of one length the fullest part has. */
static bool fullest(const Building *building, int length, unsigned bits, size_t *most)
{
    size_t *counts = calloc((size_t)1 << bits, sizeof(size_t));
    if (!counts)
        return false;
    for (size_t at = 0; at + (size_t)length <= building->tokens; at++) {
        uint32_t key = gram_key(building->hashes + at, length);
        counts[bits ? key >> (KEY_BITS - bits) : 0]++;
    }
    for (size_t part = 0; part < (size_t)1 << bits; part++)
        if (counts[part] > *most)
            *most = counts[part];
    free(counts);
    return true;
}

/* Count the equal keys of a sorted part: mark the places of rare n-grams, note keys and counts. */
static bool count_part(Building *building, const uint64_t *sorted, size_t count, int length)
{
    uint8_t mark = length == 1 ? RARE_WORD : RARE_PAIR;
    for (size_t first = 0, after; first < count; first = after) {
        uint32_t key = (uint32_t)(sorted[first] >> 32);
        for (after = first + 1; after < count && sorted[after] >> 32 == key; after++)
            ;
        size_t times = after - first;
        bool noted = length == 1 ? append(&building->words, key) && append(&building->frequencies, (uint32_t)times)
                     : times > RARE
                         ? append(&building->pairs, key) && append(&building->pair_counts, (uint32_t)times)
                         : true;
        if (!noted)
            return false;
        for (size_t at = first; times <= RARE && at < after; at++)
            building->rare[(uint32_t)sorted[at]] |= mark;
    }
    return true;
}

static bool count_grams(Building *building, int length, unsigned bits)
{
    for (uint32_t part = 0; part < (uint32_t)1 << bits; part++) {
        size_t count = gather(building, length, part, bits);
        if (!count_part(building, sort_by_key(building->sorted, building->spare, count), count, length))
            return false;
    }
    return true;
}

static size_t count_entries(const Building *building)
{
    size_t entries = 0;
    for (size_t at = 0; at < building->tokens; at++)
        entries += chosen_length(building, at) > 0;
    return entries;
}

/* How large the index becomes, and memory for it. */
static bool lay_out(Building *building)
{
    building->entries = count_entries(building);
    for (size_t left = building->entries / ENTRIES_A_BUCKET; left > 1; left >>= 1)
        building->bits++;
    building->buckets = (size_t)1 << building->bits;
    building->directory = malloc((building->buckets + 1) * sizeof(uint32_t));
    building->postings = malloc(building->entries * sizeof(uint32_t) + 1);
    if (building->bits >= HALF_KEY)
        building->halves = malloc(building->entries * sizeof(uint16_t) + 1);
    else
        building->keys = malloc(building->entries * sizeof(uint32_t) + 1);
    return building->directory && building->postings && (building->halves || building->keys);
}

/* Append a sorted part to the index; `bucket` is the first that has no beginning yet. */
static size_t append_entries(Building *building, const uint64_t *sorted, size_t count, size_t bucket)
{
    for (size_t at = 0; at < count; at++) {
        uint32_t key = (uint32_t)(sorted[at] >> 32);
        size_t own = building->bits ? key >> (KEY_BITS - building->bits) : 0;
        while (bucket <= own)
            building->directory[bucket++] = (uint32_t)building->filled;
        building->postings[building->filled] = (uint32_t)sorted[at];
        if (building->halves)
            building->halves[building->filled++] = (uint16_t)key;
        else
            building->keys[building->filled++] = key;
    }
    return bucket;
}

static void fill_entries(Building *building, unsigned bits)
{
    size_t bucket = 0;
    for (uint32_t part = 0; part < (uint32_t)1 << bits; part++) {
        size_t count = gather_entries(building, part, bits);
        uint64_t *sorted = sort_by_key(building->sorted, building->spare, count);
        bucket = append_entries(building, sorted, count, bucket);
    }
    while (bucket <= building->buckets)
        building->directory[bucket++] = (uint32_t)building->filled;
}

/* Memory for the most n-grams that a part can hold: entries are some of the n-grams of each length. */
static bool make_room(Building *building, unsigned bits)
{
    size_t most = 0, parts[LONGEST] = {0};
    for (int length = 1; length <= LONGEST; length++) {
        if (!fullest(building, length, bits, &parts[length - 1]))
            return false;
        most += parts[length - 1];
    }
    if (most > building->tokens) /* at most one entry begins at each place */
        most = building->tokens;
    building->sorted = allocate(most + 1, sizeof(uint64_t)); /* one more: keep_in_part writes before it counts */
    building->spare = allocate(most + 1, sizeof(uint64_t));
    return building->sorted && building->spare;
}

static bool build(Building *building)
{
    unsigned bits = part_bits(building->tokens);
    building->rare = calloc(building->tokens + LONGEST, 1);
    return building->rare && make_room(building, bits) && count_grams(building, 1, bits) &&
           count_grams(building, 2, bits) && lay_out(building) && (fill_entries(building, bits), true);
}

static PyObject *built(const Building *building)
{
    const Column *columns[] = {&building->words, &building->frequencies, &building->pairs, &building->pair_counts};
    Py_ssize_t sizes[4];
    for (int column = 0; column < 4; column++)
        sizes[column] = (Py_ssize_t)(columns[column]->count * sizeof(uint32_t));
    const void *rests = building->halves ? (const void *)building->halves : (const void *)building->keys;
    size_t width = building->halves ? sizeof(uint16_t) : sizeof(uint32_t);
    /* y# makes None of a NULL pointer, so that an empty column is given as another empty thing */
    const void *start[4];
    for (int column = 0; column < 4; column++)
        start[column] = columns[column]->numbers ? (const void *)columns[column]->numbers : "";
    return Py_BuildValue("(y#y#y#y#y#y#y#)", building->directory,
                         (Py_ssize_t)((building->buckets + 1) * sizeof(uint32_t)), rests,
                         (Py_ssize_t)(building->entries * width), building->postings,
                         (Py_ssize_t)(building->entries * sizeof(uint32_t)), start[0], sizes[0], start[1], sizes[1],
                         start[2], sizes[2], start[3], sizes[3]);
}

PyObject *kernel_build_grams(PyObject *module, PyObject *hashes)
{
    (void)module;
    Py_buffer view;
    Building building = {0};
    if (!open_numbers(hashes, sizeof(uint32_t), &view, &building.tokens))
        return NULL;
    building.hashes = view.buf;
    PyObject *answer = NULL;
    if (building.tokens >= UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "a stream's places are 32-bit numbers");
    } else if (build(&building)) {
        answer = built(&building);
    } else if (!PyErr_Occurred()) {
        PyErr_NoMemory();
    }
    void *memory[] = {building.rare, building.sorted, building.spare, building.words.numbers,
                      building.frequencies.numbers, building.pairs.numbers, building.pair_counts.numbers,
                      building.directory, building.postings, building.halves, building.keys};
    for (size_t each = 0; each < sizeof memory / sizeof *memory; each++)
        free(memory[each]);
    PyBuffer_Release(&view);
    return answer;
}
