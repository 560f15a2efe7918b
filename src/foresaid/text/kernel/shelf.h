/* What does the kernel hold of the streams that are searched together? (text/holdings.py, Holdings) */
#ifndef FORESAID_SHELF_H
#define FORESAID_SHELF_H

#include "kernel.h"

enum { RARE = 64, LONGEST_GRAM = 3, BLOCK_BITS = 9 };

/* The entries of a sorted index that have one key. */
typedef struct {
    uint32_t first, count;
} Span;

/* Sorted entries and the directory to them (text/grams.py, Grams); `halves` of keys, or whole `keys`. */
typedef struct {
    const uint32_t *directory;
    const uint16_t *halves;
    const uint32_t *keys;
    size_t entries;
    unsigned bits;
} Entries;

/* Sorted numbers, and how often each occurs. */
typedef struct {
    const uint32_t *known, *counts;
    size_t size;
} Counted;

typedef struct {
    int64_t first;
    const int64_t *documents;
    const uint8_t *withdrawn, *lengths;
    const uint32_t *starts, *hashes, *long_places, *long_lengths, *postings;
    uint32_t *blocks; /* the document in which each BLOCK of tokens begins, and the last one once more */
    size_t document_count, tokens, longs;
    Entries entries;
    Counted vocabulary, pairs;
} Part;

typedef struct {
    PyObject_HEAD
    Part *parts;
    size_t count;
    Py_buffer *views;
    size_t opened;
    Counted vocabulary; /* of all streams together; and in which of the first 64 a word is rare or frequent */
    const uint64_t *rare_in, *frequent_in;
    uint64_t tokens;
} Shelf;

/* What the vocabulary says of a word. */
typedef struct {
    uint64_t rare_in, frequent_in;
    uint32_t hash, count;
} Known;

enum { STREAMS_KNOWN = 64 };
enum { ABSENT, IS_RARE, IS_FREQUENT };

/* The first of sorted numbers that is not less than the one wanted. */
static inline size_t lower_bound(const uint32_t *numbers, size_t size, uint32_t wanted)
{
    size_t low = 0;
    while (size) {
        size_t half = size / 2;
        if (numbers[low + half] < wanted) {
            low += half + 1;
            size -= half + 1;
        } else {
            size = half;
        }
    }
    return low;
}

static inline uint32_t count_of(const Counted *counted, uint32_t wanted)
{
    size_t at = lower_bound(counted->known, counted->size, wanted);
    return at < counted->size && counted->known[at] == wanted ? counted->counts[at] : 0;
}

static inline Known know(const Shelf *shelf, uint32_t hash)
{
    size_t at = lower_bound(shelf->vocabulary.known, shelf->vocabulary.size, hash);
    if (at == shelf->vocabulary.size || shelf->vocabulary.known[at] != hash)
        return (Known){0, 0, hash, 0};
    return (Known){shelf->rare_in[at], shelf->frequent_in[at], hash, shelf->vocabulary.counts[at]};
}

/* Whether a word is rare or frequent in a stream, or does not stand there. */
static inline int rarity_in(const Shelf *shelf, size_t stream, const Known *word)
{
    if (stream < STREAMS_KNOWN)
        return word->rare_in >> stream & 1 ? IS_RARE : word->frequent_in >> stream & 1 ? IS_FREQUENT : ABSENT;
    uint32_t count = word->count ? count_of(&shelf->parts[stream].vocabulary, word->hash) : 0;
    return count > RARE ? IS_FREQUENT : count ? IS_RARE : ABSENT;
}

static inline size_t bucket_of(const Entries *entries, uint32_t key)
{
    return entries->bits ? key >> (32 - entries->bits) : 0;
}

/* Find a key. What the directory says is checked, since a file may have been changed. */
static inline Span find_key(const Entries *entries, uint32_t key)
{
    size_t bucket = bucket_of(entries, key);
    size_t low = entries->directory[bucket], end = entries->directory[bucket + 1];
    if (low > end || end > entries->entries)
        return (Span){0, 0};
    uint32_t wanted = entries->halves ? (uint16_t)key : key;
    size_t size = end - low;
    while (size) { /* the first entry of the key: buckets are short, but one key may stand a million times */
        size_t half = size / 2;
        uint32_t here = entries->halves ? entries->halves[low + half] : entries->keys[low + half];
        if (here < wanted) {
            low += half + 1;
            size -= half + 1;
        } else {
            size = half;
        }
    }
    size_t first = low;
    for (size = end - low; size;) {
        size_t half = size / 2;
        uint32_t here = entries->halves ? entries->halves[low + half] : entries->keys[low + half];
        if (here <= wanted) {
            low += half + 1;
            size -= half + 1;
        } else {
            size = half;
        }
    }
    return (Span){(uint32_t)first, (uint32_t)(low - first)};
}

/* Whether words stand at a place of a stream. */
static inline bool stand_at(const Part *part, size_t place, const uint32_t *words, size_t count)
{
    return place <= part->tokens && count <= part->tokens - place &&
           memcmp(part->hashes + place, words, count * sizeof(uint32_t)) == 0;
}

/* The document that a token stands in, within its stream; empty documents hold none. There is one at least. */
static inline size_t document_at(const Part *part, size_t place)
{
    size_t low = part->blocks[place >> BLOCK_BITS], size = part->blocks[(place >> BLOCK_BITS) + 1] - low;
    while (size) { /* the last document of these few that begins at the place or before */
        size_t half = (size + 1) / 2;
        if (part->documents[low + half] <= (int64_t)place) {
            low += half;
            size -= half;
        } else {
            size = half - 1;
        }
    }
    return low;
}

/* Where a token ends in its document, in code points. */
static inline int64_t end_at(const Part *part, size_t place)
{
    uint32_t length = part->lengths[place];
    if (length == 255) {
        size_t at = lower_bound(part->long_places, part->longs, (uint32_t)place);
        length = at < part->longs ? part->long_lengths[at] : length;
    }
    return (int64_t)part->starts[place] + length;
}

PyObject *shelf_places(PyObject *self, PyObject *quoted);

#endif
