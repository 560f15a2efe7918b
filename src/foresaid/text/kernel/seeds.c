/* Where in the streams may a quotation stand? The twin of text/seeds.py, _places_in_numpy, which explains it. */
#include "shelf.h"

#include <math.h>

enum { FIRST_BUDGET = 384, SECOND_BUDGET = 3072, WINDOWS = 48, SLACK = 8, NATS = 1000, LEAST = 100, ROW_BITS = 40 };
enum { LINE = 16, PREFETCHED = 8 * LINE }; /* words in a line of the processor's cache, and fetched ahead of a window */
/* Bits, 64 a number, set for the words of the quotation: most words of a window are none of them, and known at once. */
enum { FILTER = 16 };
enum { MOST_WORDS = 1 << 16 }; /* of a quotation; memory grows with it and the number of streams */
#define POOR 0.6
#define ROW ((int64_t)1 << ROW_BITS)

/* One n-gram of the quotation, how often it stands in all streams, and where among the looked up. */
typedef struct {
    uint64_t total;
    uint32_t order, place, length;
} Gram;

typedef struct {
    int64_t place; /* in all streams: each has ROW places to itself */
    uint32_t quoted, document;
} Hit;

/* A stretch of diagonals in a document, and how many words of the quotation vote for it; `last` voted last. */
typedef struct {
    int64_t start;
    uint32_t document, votes, last;
} Vote;

/* A distinct word of the quotation; `seen` in which window it was counted last. */
typedef struct {
    Known known;
    int64_t information;
    uint32_t seen;
} Word;

/* Tokens [low, high) of a stream, in one document of it. */
typedef struct {
    int64_t start, low, high, held;
    const Part *part;
    uint32_t document;
} Window;

typedef struct {
    const Shelf *shelf;
    const uint32_t *quoted;
    size_t count;
    int64_t slack, length, total;
    Gram *grams;
    uint32_t *keys, *wanted;
    size_t gram_count, looked_up, *chosen;
    Span *spans; /* of each stream, those of all n-grams looked up */
    Hit *hits;
    size_t hit_count;
    Vote *votes;
    size_t vote_room;
    Word *words;
    size_t word_room;
    const Word **at; /* the word at each place of the quotation */
    uint64_t filter[FILTER];
    Window windows[WINDOWS];
    size_t window_count;
} Search;

static size_t power_above(size_t number)
{
    size_t power = 16;
    while (power < number)
        power *= 2;
    return power;
}

static Word *word_slot(const Search *search, uint32_t hash)
{
    size_t slot = (hash * UINT32_C(0x9E3779B1)) & (search->word_room - 1);
    while (search->words[slot].information && search->words[slot].known.hash != hash)
        slot = (slot + 1) & (search->word_room - 1);
    return &search->words[slot];
}

/* What each distinct word of the quotation tells: how seldom it stands anywhere. */
static bool weigh_words(Search *search)
{
    search->word_room = power_above(2 * search->count);
    search->words = calloc(search->word_room, sizeof(Word));
    search->at = allocate(search->count, sizeof *search->at);
    if (!search->words || !search->at)
        return false;
    double tokens = search->shelf->tokens > 2 ? (double)search->shelf->tokens : 2.0;
    for (size_t at = 0; at < search->count; at++) {
        Word *word = word_slot(search, search->quoted[at]);
        search->at[at] = word;
        search->filter[(search->quoted[at] >> 6) % FILTER] |= UINT64_C(1) << (search->quoted[at] & 63);
        if (word->information)
            continue;
        Known known = know(search->shelf, search->quoted[at]);
        int64_t information = (int64_t)rint(NATS * log(tokens / (known.count ? known.count : 1))) + LEAST;
        *word = (Word){known, information, 0};
        search->total += information;
    }
    return true;
}

/* Whether all words of an n-gram are rare, or frequent, in a stream. */
static bool all_are(const Search *search, size_t stream, const Gram *gram, int rarity)
{
    for (uint32_t at = gram->place; at < gram->place + gram->length; at++)
        if (rarity_in(search->shelf, stream, &search->at[at]->known) != rarity)
            return false;
    return true;
}

/* Whether an n-gram can be indexed in a stream; `row` has the spans of shorter ones. */
static bool may_be_indexed(const Search *search, size_t stream, const Gram *gram, const Span *row)
{
    if (gram->length == 1)
        return all_are(search, stream, gram, IS_RARE);
    const Span *pair = row + search->count + gram->place;
    if (gram->length == LONGEST_GRAM && (pair[0].count || pair[1].count))
        return false;
    return all_are(search, stream, gram, IS_FREQUENT);
}

/* What is to be looked up in one stream: numbers of n-grams in the search's `wanted`. */
static size_t choose_grams(Search *search, size_t stream, size_t first, size_t end, uint32_t *wanted)
{
    const Entries *entries = &search->shelf->parts[stream].entries;
    const Span *row = search->spans + stream * search->looked_up;
    size_t count = 0;
    for (size_t gram = first; gram < end; gram++)
        if (may_be_indexed(search, stream, &search->grams[gram], row)) {
            wanted[count++] = (uint32_t)gram;
            PREFETCH(&entries->directory[bucket_of(entries, search->keys[gram])]);
        }
    return count;
}

/* Look up those of the n-grams [first, end) that a stream can have, in all streams: first where their entries begin,
 * then the entries, so that reads from memory overlap. */
static void look_up_all(Search *search, size_t first, size_t end)
{
    const Shelf *shelf = search->shelf;
    size_t row = search->looked_up;
    for (size_t stream = 0; stream < shelf->count; stream++)
        search->chosen[stream] = choose_grams(search, stream, first, end, search->wanted + stream * row);
    for (size_t stream = 0; stream < shelf->count; stream++) {
        const Entries *entries = &shelf->parts[stream].entries;
        for (size_t at = 0; at < search->chosen[stream]; at++) {
            uint32_t key = search->keys[search->wanted[stream * row + at]];
            size_t entry = entries->directory[bucket_of(entries, key)];
            if (entries->halves && entry < entries->entries)
                PREFETCH(&entries->halves[entry]);
        }
    }
    for (size_t stream = 0; stream < shelf->count; stream++)
        for (size_t at = 0; at < search->chosen[stream]; at++) {
            uint32_t gram = search->wanted[stream * row + at];
            Span span = find_key(&shelf->parts[stream].entries, search->keys[gram]);
            search->spans[stream * row + gram] = span;
            search->grams[gram].total += span.count;
        }
}

static int by_total(const void *left, const void *right)
{
    const Gram *a = left, *b = right;
    if (a->total != b->total)
        return a->total < b->total ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static int by_place(const void *left, const void *right)
{
    const Gram *a = left, *b = right;
    return (a->place > b->place) - (a->place < b->place);
}

/* All n-grams of the quotation that any stream holds, rarest first. */
static bool look_up(Search *search)
{
    const Shelf *shelf = search->shelf;
    size_t most = LONGEST_GRAM * search->count, looked = 0;
    search->grams = allocate(most, sizeof(Gram));
    search->keys = allocate(most, sizeof(uint32_t));
    search->wanted = allocate(most * shelf->count, sizeof(uint32_t));
    search->chosen = allocate(shelf->count, sizeof(size_t));
    search->spans = calloc(most * shelf->count + 1, sizeof(Span));
    if (!search->grams || !search->keys || !search->wanted || !search->chosen || !search->spans)
        return false;
    for (int length = 1; length <= LONGEST_GRAM; length++)
        for (size_t at = 0; at + (size_t)length <= search->count; at++, looked++) {
            search->keys[looked] = gram_key(search->quoted + at, length);
            search->grams[looked] = (Gram){0, (uint32_t)looked, (uint32_t)at, (uint32_t)length};
        }
    search->looked_up = looked;
    size_t triples = search->count < LONGEST_GRAM ? looked : 2 * search->count - 1;
    look_up_all(search, 0, triples);
    look_up_all(search, triples, looked);
    for (size_t gram = 0; gram < looked; gram++)
        if (search->grams[gram].total)
            search->grams[search->gram_count++] = search->grams[gram];
    qsort(search->grams, search->gram_count, sizeof(Gram), by_total);
    return true;
}

/* How many of the n-grams a budget of hits pays for: at least the rarest. */
static size_t affordable(const Search *search, uint64_t budget)
{
    uint64_t spent = 0;
    size_t kept = 0;
    while (kept < search->gram_count && (spent += search->grams[kept].total) <= budget)
        kept++;
    return kept ? kept : search->gram_count > 0;
}

/* Ask for the postings of some n-grams ahead of reading them. */
static void fetch_postings(const Search *search, size_t kept)
{
    for (size_t number = 0; number < kept; number++)
        for (size_t row = 0; row < search->shelf->count; row++) {
            Span span = search->spans[row * search->looked_up + search->grams[number].order];
            const uint32_t *postings = search->shelf->parts[row].postings;
            for (size_t at = 0; at < span.count && at < PREFETCHED; at += LINE) /* find_key has checked the span */
                PREFETCH(&postings[span.first + at]);
        }
}

/* Gather hits of the rarest n-grams, those of one place in the quotation together. */
static void gather_hits(Search *search, size_t budget)
{
    size_t kept = affordable(search, budget);
    search->hit_count = 0;
    fetch_postings(search, kept);
    qsort(search->grams, kept, sizeof(Gram), by_place);
    for (size_t number = 0; number < kept; number++) {
        const Gram *gram = &search->grams[number];
        for (size_t row = 0; row < search->shelf->count; row++) {
            const Part *part = &search->shelf->parts[row];
            Span span = search->spans[row * search->looked_up + gram->order];
            for (size_t entry = span.first; entry < span.first + span.count; entry++) {
                uint32_t place = part->postings[entry];
                if (search->hit_count == budget || place >= part->tokens)
                    break;
                uint32_t document = (uint32_t)document_at(part, place);
                if (!part->withdrawn[document])
                    search->hits[search->hit_count++] = (Hit){(int64_t)row * ROW + place, gram->place, document};
            }
        }
    }
    qsort(search->grams, kept, sizeof(Gram), by_total);
}

static int64_t floor_divide(int64_t number, int64_t by)
{
    int64_t quotient = number / by;
    return quotient - (number % by < 0);
}

/* Whether one window has more votes, or as many and begins earlier, or is of an earlier document. */
static bool is_better(const Vote *vote, const Vote *other)
{
    if (vote->votes != other->votes)
        return vote->votes > other->votes;
    return vote->start != other->start ? vote->start < other->start : vote->document < other->document;
}

/* Keep a window if it is among the best so far; `best` is a heap with the worst on top. */
static size_t keep_best(Vote *best, size_t count, Vote vote)
{
    size_t at = 0;
    if (count < WINDOWS) {
        for (at = count++; at && is_better(&best[(at - 1) / 2], &vote); at = (at - 1) / 2)
            best[at] = best[(at - 1) / 2];
    } else {
        if (!is_better(&vote, &best[0]))
            return count;
        for (size_t below; (below = 2 * at + 1) < count; at = below) {
            if (below + 1 < count && is_better(&best[below], &best[below + 1]))
                below++;
            if (!is_better(&vote, &best[below]))
                break;
            best[at] = best[below];
        }
    }
    best[at] = vote;
    return count;
}

/* Let the hits vote on one of two grids of diagonals, and keep the best windows. */
static size_t vote_on_grid(Search *search, int64_t shift, Vote *best, size_t count)
{
    size_t room = power_above(2 * search->hit_count), mask = room - 1;
    memset(search->votes, 0, room * sizeof(Vote));
    for (size_t at = 0; at < search->hit_count; at++) {
        const Hit *hit = &search->hits[at];
        int64_t bucket = floor_divide(hit->place - hit->quoted + shift, search->slack);
        int64_t start = bucket * search->slack - shift;
        uint64_t key = (uint64_t)bucket + ((uint64_t)hit->document << 32);
        size_t slot = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
        while (search->votes[slot].votes &&
               (search->votes[slot].start != start || search->votes[slot].document != hit->document))
            slot = (slot + 1) & mask;
        Vote *vote = &search->votes[slot];
        if (vote->votes && vote->last == hit->quoted)
            continue; /* a quotation word votes once; its hits come together */
        *vote = (Vote){start, hit->document, vote->votes + 1, hit->quoted};
    }
    for (size_t slot = 0; slot < room; slot++)
        if (search->votes[slot].votes)
            count = keep_best(best, count, search->votes[slot]);
    return count;
}

/* The window at a start, as far as it lies in its document. */
static Window window_of(const Search *search, const Vote *vote)
{
    int64_t start = vote->start - search->slack / 2, row = (start + ROW / 2) >> ROW_BITS, local = start - row * ROW;
    const Part *part = &search->shelf->parts[row];
    int64_t low = part->documents[vote->document], high = part->documents[vote->document + 1];
    low = low < 0 ? 0 : low;
    high = high > (int64_t)part->tokens ? (int64_t)part->tokens : high;
    low = low < local ? local : low;
    high = high > local + search->length ? local + search->length : high;
    return (Window){start, low, high, 0, part, vote->document};
}

/* How much of the quotation's information a window holds; `number` tells windows apart, from 1. */
static int64_t weigh_window(Search *search, const Window *window, uint32_t number)
{
    int64_t held = 0;
    for (int64_t at = window->low; at < window->high; at++) {
        uint32_t hash = window->part->hashes[at];
        if (!(search->filter[(hash >> 6) % FILTER] >> (hash & 63) & 1))
            continue;
        Word *word = word_slot(search, hash);
        if (word->information && word->seen != number) {
            word->seen = number;
            held += word->information;
        }
    }
    return held;
}

static int by_held(const void *left, const void *right)
{
    const Window *a = left, *b = right;
    if (a->held != b->held)
        return a->held > b->held ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return (a->document > b->document) - (a->document < b->document);
}

/* Make windows of the hits, best first; `number` of the first. */
static void find_windows(Search *search, uint32_t number)
{
    Vote best[WINDOWS];
    size_t count = vote_on_grid(search, 0, best, 0);
    count = vote_on_grid(search, search->slack / 2, best, count);
    for (size_t at = 0; at < count; at++) {
        search->windows[at] = window_of(search, &best[at]);
        const Window *window = &search->windows[at];
        if (window->low >= window->high) /* of a damaged index: such numbers are no addresses */
            continue;
        for (int64_t word = window->low; word < window->high && word < window->low + PREFETCHED; word += LINE)
            PREFETCH(&window->part->hashes[word]);
        PREFETCH(&window->part->starts[window->low]); /* and for append_place */
        PREFETCH(&window->part->starts[window->high - 1]);
        PREFETCH(&window->part->lengths[window->high - 1]);
    }
    for (size_t at = 0; at < count; at++)
        search->windows[at].held = weigh_window(search, &search->windows[at], number + (uint32_t)at);
    qsort(search->windows, count, sizeof(Window), by_held);
    search->window_count = count;
}

static bool append_place(const Search *search, const Window *window, PyObject *found)
{
    const Part *part = window->part;
    if (window->low >= window->high)
        return true;
    PyObject *place = Py_BuildValue("(LLLd)", (long long)part->first + (long long)window->document,
                                    (long long)part->starts[window->low],
                                    (long long)end_at(part, (size_t)window->high - 1),
                                    (double)window->held / (double)search->total);
    bool appended = place && PyList_Append(found, place) == 0;
    Py_XDECREF(place);
    return appended;
}

static bool run(Search *search)
{
    search->hits = allocate(SECOND_BUDGET, sizeof(Hit));
    search->votes = allocate(power_above(2 * SECOND_BUDGET), sizeof(Vote));
    if (!search->hits || !search->votes || !weigh_words(search) || !look_up(search))
        return false;
    size_t budgets[] = {FIRST_BUDGET, SECOND_BUDGET};
    for (uint32_t pass = 0; pass < 2; pass++) {
        gather_hits(search, budgets[pass]);
        if (!search->hit_count)
            continue;
        find_windows(search, 1 + pass * WINDOWS);
        if ((double)search->windows[0].held / (double)search->total >= POOR)
            break;
    }
    return true;
}

PyObject *shelf_places(PyObject *self, PyObject *quoted)
{
    Py_buffer view;
    Search search = {.shelf = (Shelf *)self};
    if (!open_numbers(quoted, 4, &view, &search.count))
        return NULL;
    search.quoted = view.buf;
    search.slack = SLACK + (int64_t)(search.count / 4);
    search.length = (int64_t)search.count + 2 * search.slack;
    PyObject *found = PyList_New(0);
    if (found && search.count > MOST_WORDS) {
        PyErr_SetString(PyExc_OverflowError, "a quotation of more than 65536 words");
        Py_CLEAR(found);
    } else if (found && search.count && search.shelf->tokens) {
        bool done = run(&search);
        for (size_t at = 0; done && at < search.window_count; at++)
            done = append_place(&search, &search.windows[at], found);
        if (!done) {
            Py_CLEAR(found);
            if (!PyErr_Occurred())
                PyErr_NoMemory();
        }
    }
    void *memory[] = {search.grams, search.keys, search.wanted, search.chosen,  search.spans, search.hits,
                      search.votes, search.words, (void *)search.at};
    for (size_t each = 0; each < sizeof memory / sizeof *memory; each++)
        free(memory[each]);
    PyBuffer_Release(&view);
    return found;
}
