/* SPDX-License-Identifier: MIT */
/*
 * The kind `text`: sentences of common English words, so that searching meets the
 * mix of near misses, matches and line ends that it meets in a book.
 *
 * Words are drawn by rank with the weights of Zipf and Mandelbrot. Where " the " may
 * not stand yet, another word takes its place. Each segment ends with a line; the
 * file's last line is made once and laid over the end of the last segments.
 * The trap: a word is copied as a slot of fixed size that overhangs, so sentences go
 * into the caller's buffer only as long as a whole one is sure to fit.
 */
#include "data-gen/gen.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS_LOG2 = 9,
    WORDS = 1 << WORDS_LOG2,
    THE = 0,           /* its rank */
    CONTENT_RANK = 96, /* from here on, words that a mark may follow */
    MARKS = 128,
    LINE_BYTES = 62,    /* a line is full when the next word would start behind this */
    CLOSING_BYTES = 64, /* the file's last line */
    CAPITAL = 0xdf,     /* masks of a letter */
    SMALL = 0xff,
};

/* By rank, WORDS of them. */
static const char english[] =
    "the of and to a in that he was it his I with as had for you on not be is at her him "
    "but by she my have from they all this which so me said one were or we an are there who "
    "been no would if when them what could their then will do into your out more up did "
    "some now has like time than how about its little know man other came only very our "
    "upon any such made before must over these two well see down after where never old good "
    "us go great here much come way back still through might can men should first again "
    "think long every too thought make those eyes people especially left head importance "
    "being immediately house while sometimes young night neighbour saw companion found "
    "place excellent look pleasant nothing under adventure though always knight looked "
    "language without himself discovered things direction seemed love different hands right "
    "afternoon water yesterday against better tomorrow world heart carefully morning "
    "certainly shall home perfectly father political another between government because "
    "white education till experience small mother condition years influence during woman "
    "intelligence thing voice opportunity three breakfast stood asked moonlight almost "
    "light daylight sir kitchen quite until bedroom moment library enough mind university "
    "round going professor high merchant since whole traveller began stranger turned money "
    "prisoner really words governor black minister present name marriage rather religion "
    "brought find justice child given freedom course courage leave nature disposition air "
    "heard observation called necessary behind themselves important friend sufficient close "
    "country remarkable husband order extraordinary girl considerable something together "
    "everything land everybody often cried anything read among somebody perhaps whatever "
    "above point whenever return taken therefore bed otherwise friends stand meanwhile hour "
    "altogether evening manner presently herself itself afterwards power carriage within "
    "except cottage truth chamber clear answer passage passed feet entrance street shadow "
    "ground deep thunder strong lightning third fell sunshine business early blossom wife "
    "orchard reason least meadow table story valley letter harbour gentleman death vessel "
    "however sailor alone matter lantern bring nearly candle dark mirror certain want "
    "curtain large blanket ready believe cushion second sweet feather spirit whisper speak "
    "children laughter free heavy sorrow short sadness brother toward kindness common "
    "patience suddenly beyond weakness window green strength chair happiness looking master "
    "loneliness blood darkness question doubt greatness daughter sister returned family "
    "answered carried blue remained person followed listened others wandered sense silence "
    "gathered usual promised ship pleasure believed possible received considered company "
    "determined pretty sight intended replied pretended fine garden recovered forward horse "
    "remembered spoke understood summer village surrounded books mountain happy winter "
    "escape across human soldier public storm court fall trade lived quiet write trees "
    "danger stone river square glass middle months strange heaven already times castle "
    "south watched north mouth simple happened ordinary known further imagination east "
    "cause honour subject stream law earth shore afraid field torch understand smile "
    "character force grass opened plain suppose wrong crowd fresh running forest attention "
    "private figure bright history interest knowledge service step purpose wonderful church "
    "expression number weather several coming ancient paper position";

/* Words that fill a gap of 1, 2, ... 16 letters at the end of a text. */
static const char *const endings[] = {
    "I",
    "us",
    "day",
    "home",
    "night",
    "garden",
    "evening",
    "mountain",
    "afternoon",
    "friendship",
    "imagination",
    "conversation",
    "understanding",
    "disappointment",
    "straightforward",
    "acknowledgements",
};

/* A word with the space behind it. */
struct slot {
    char text[14];
    unsigned char bytes;
    unsigned char mark_mask; /* of the random bits that choose a mark: 0 where none may be */
};

/* What may follow a word of content: the text stands instead of the space. */
struct mark {
    char text[4];
    unsigned char more_bytes; /* than the space alone */
    unsigned char line_bytes; /* LINE_BYTES, or 0: ends the line in any case */
    unsigned char next_letter_mask;
    unsigned char weight; /* of MARKS */
};

static const struct mark mark_kinds[] = {
    { " ", 0, LINE_BYTES, SMALL, 22 },    { ", ", 1, LINE_BYTES, SMALL, 50 },
    { ". ", 1, LINE_BYTES, CAPITAL, 40 }, { "? ", 1, LINE_BYTES, CAPITAL, 3 },
    { "! ", 1, LINE_BYTES, CAPITAL, 3 },  { ".\n\n", 2, 0, CAPITAL, 10 },
};

/* Walker's alias table: entry i stands for two ranks, i and another. Looked up by
   index, because a branch here would be guessed wrong at every other word. */
struct alias {
    uint32_t share; /* of 2^32: how often for i */
    uint16_t ranks[2];
};

/* Words as they are drawn: entry i of the alias table has words 2 i and 2 i + 1. To look the
   word up by its rank would be one load more in a row of loads that wait for each other. */
struct words {
    struct slot drawn[2 * WORDS];
    struct slot the;
};

struct tables {
    uint32_t shares[WORDS];    /* of the alias table's entries */
    struct words all, without; /* without "the" */
    struct mark marks[MARKS];  /* the first one is the space */
    size_t closing_bytes;
    unsigned char closing[CLOSING_BYTES];
};

/* Two words with what follows them, and the last slot's overhang. */
enum { PAIR_BYTES = 3 * sizeof(struct slot) };

/* Where the next word goes. */
struct pen {
    const struct tables *tables;
    const struct words *words; /* tables->all or tables->without */
    uint64_t state;
    unsigned char *out, *line;
    unsigned char first_letter_mask; /* of the next word */
    uint64_t every;                  /* bytes for each " the "; 0: as common as it is */
    uint64_t due;                    /* bytes of `first` after which the next one comes */
    const unsigned char *first;
};

/* 1 / (rank + 2.7), for ranks from 1: without Mandelbrot's constant, so small a dictionary
   would make every seventh word "the". */
static uint64_t weight(size_t index)
{
    return ((uint64_t)1 << 28) / (10 * (index + 1) + 27);
}

/* Vose's method, in integers: every entry gets the share `total` of the sum
   total * WORDS, filled up from a rank that has more than that. */
static void build_aliases(struct alias *aliases)
{
    uint64_t share[WORDS], total = 0;
    uint16_t poor[WORDS], rich[WORDS];
    size_t poor_count = 0, rich_count = 0;

    for (size_t i = 0; i < WORDS; i++)
        total += weight(i);
    for (uint16_t i = 0; i < WORDS; i++) {
        share[i] = weight(i) * WORDS;
        aliases[i] = (struct alias){ .share = UINT32_MAX, .ranks = { i, i } };
        if (share[i] < total)
            poor[poor_count++] = i;
        else
            rich[rich_count++] = i;
    }
    while (poor_count > 0) {
        uint16_t from = rich[rich_count - 1], to = poor[--poor_count];
        aliases[to].share = (uint32_t)((share[to] << 32) / total);
        aliases[to].ranks[1] = from;
        share[from] -= total - share[to];
        if (share[from] < total) {
            rich_count--;
            poor[poor_count++] = from;
        }
    }
}

static void build_marks(struct mark *marks)
{
    size_t at = 0;
    for (size_t kind = 0; kind < sizeof(mark_kinds) / sizeof(mark_kinds[0]); kind++)
        for (unsigned i = 0; i < mark_kinds[kind].weight; i++)
            marks[at++] = mark_kinds[kind];
}

/* Goes on by `bytes`, the last of which parts two words, and ends a full line there.
   Masks instead of branches: nobody can guess where a line ends, and the compiler makes
   branches of selects. */
static inline void advance(struct pen *pen, size_t bytes, ptrdiff_t line_bytes)
{
    pen->out += bytes;
    ptrdiff_t used = pen->out - pen->line;
    ptrdiff_t full = (line_bytes - used) >> (8 * sizeof(ptrdiff_t) - 1); /* 0 or -1 */
    pen->out[-1] = (unsigned char)(' ' + (full & ('\n' - ' ')));
    pen->line += used & full;
}

static inline void put_word(struct pen *pen, const struct slot *word)
{
    memcpy(pen->out, word, sizeof(*word));
    pen->out[0] = (unsigned char)(word->text[0] & pen->first_letter_mask);
    pen->first_letter_mask = SMALL;
    advance(pen, word->bytes, LINE_BYTES);
}

static inline void put_marked_word(struct pen *pen, const struct slot *word,
                                   const struct mark *mark)
{
    size_t bytes = word->bytes;
    memcpy(pen->out, word, sizeof(*word));
    memcpy(pen->out + bytes - 1, mark->text, sizeof(mark->text));
    pen->first_letter_mask = mark->next_letter_mask;
    advance(pen, bytes + mark->more_bytes, mark->line_bytes);
}

/* Knuth's linear congruence, whose good upper half also mends the lower. A fifth of the
   time of a text is saved by it against SplitMix64. */
static inline uint64_t next_random(struct pen *pen)
{
    pen->state = pen->state * 6364136223846793005u + 1442695040888963407u;
    return pen->state ^ pen->state >> 32;
}

static inline const struct slot *draw_word(const struct pen *pen, uint32_t random)
{
    size_t entry = random >> (32 - WORDS_LOG2);
    return &pen->words->drawn[2 * entry + (random << WORDS_LOG2 >= pen->tables->shares[entry])];
}

/* Writes words until fewer than PAIR_BYTES are left before `end`. */
static void put_words(struct pen *shared, const unsigned char *end)
{
    struct pen pen = *shared; /* so that it lives in registers */
    const struct tables *tables = pen.tables;

    while (end - pen.out >= PAIR_BYTES) {
        uint64_t random = next_random(&pen);
        const struct slot *first = draw_word(&pen, (uint32_t)(random >> 32));
        const struct slot *second = draw_word(&pen, (uint32_t)random);
        put_word(&pen, first);
        put_marked_word(&pen, second, &tables->marks[random & second->mark_mask]);
    }
    *shared = pen;
}

/* The same of words without "the", and one wherever it is due, unless it would stand at either
   end of a line, where it is no " the ". */
static void put_words_and_needles(struct pen *pen, const unsigned char *end)
{
    const struct tables *tables = pen->tables;
    const struct slot *the = &tables->all.the;

    while (end - pen->out >= PAIR_BYTES + the->bytes) {
        uint64_t random = next_random(pen);
        const struct slot *second = draw_word(pen, (uint32_t)random);
        put_word(pen, draw_word(pen, (uint32_t)(random >> 32)));
        if ((uint64_t)(pen->out - pen->first) >= pen->due && pen->out > pen->line &&
            pen->out - pen->line <= LINE_BYTES - the->bytes) {
            put_word(pen, the);
            pen->due += pen->every;
        }
        put_marked_word(pen, second, &tables->marks[random & second->mark_mask]);
    }
}

/* Makes text[0 .. len) end with a whole word, a full stop and a newline. */
static void finish(unsigned char *text, size_t len)
{
    if (len == 0)
        return;
    text[len - 1] = '\n';
    if (len < 3) {
        memset(text, 'I', len - 1);
        return;
    }
    text[len - 2] = '.';
    size_t start = len - 2;
    /* A gap of no letters is no word: take the word before it as well. */
    while (start > 0 && text[start - 1] <= ' ')
        start--;
    while (start > 0 && text[start - 1] > ' ')
        start--;
    unsigned char mask = text[start] < 'a' ? CAPITAL : SMALL;
    size_t letters = len - 2 - start;
    memcpy(text + start, endings[letters - 1], letters);
    text[start] &= mask;
}

static const struct slot *random_word(struct pen *pen)
{
    return draw_word(pen, (uint32_t)next_random(pen));
}

/* Fills exactly `len` bytes; the third word is "the" if it is asked for and fits. */
static void compose(struct pen *pen, unsigned char *out, size_t len, bool with_the)
{
    unsigned char rest[2 * PAIR_BYTES];
    const unsigned char *end = out + len;

    pen->out = pen->line = out;
    pen->first_letter_mask = CAPITAL;
    if (with_the && len >= 2 * PAIR_BYTES) {
        put_word(pen, random_word(pen));
        put_word(pen, random_word(pen));
        put_word(pen, &pen->words->the);
    }
    if (pen->every)
        put_words_and_needles(pen, end);
    else
        put_words(pen, end);
    if (pen->out > out)
        pen->out[-1] = '\n';

    size_t rest_bytes = (size_t)(end - pen->out);
    unsigned char *rest_out = pen->out;
    pen->out = pen->line = rest;
    put_words(pen, rest + sizeof(rest));
    finish(rest, rest_bytes);
    memcpy(rest_out, rest, rest_bytes);
}

/* A line with one " the " or none, in its second half. */
static void compose_closing(struct tables *tables, const struct gen_spec *spec)
{
    unsigned char line[CLOSING_BYTES + PAIR_BYTES];
    struct pen pen = {
        .tables = tables,
        .words = &tables->without,
        .state = gen_segment_state(spec->seed, UINT64_MAX),
        .first_letter_mask = CAPITAL,
        .out = line,
        .line = line,
    };
    size_t bytes = spec->bytes < CLOSING_BYTES ? (size_t)spec->bytes : CLOSING_BYTES;

    while (pen.out - line <= CLOSING_BYTES / 2)
        put_word(&pen, random_word(&pen));
    if (spec->needle != GEN_NEEDLE_ABSENT)
        put_word(&pen, &tables->all.the);
    while (pen.out - line < CLOSING_BYTES)
        put_word(&pen, random_word(&pen));
    finish(line, bytes);
    memcpy(tables->closing, line, bytes);
    tables->closing_bytes = bytes;
}

static void render(struct slot *slot, const char *word, size_t letters, unsigned char mark_mask)
{
    memcpy(slot->text, word, letters);
    slot->text[letters] = ' ';
    slot->bytes = (unsigned char)(letters + 1);
    slot->mark_mask = mark_mask;
}

static void render_words(struct slot by_rank[WORDS])
{
    const char *word = english;
    for (size_t i = 0; i < WORDS; i++) {
        size_t letters = strcspn(word, " ");
        render(&by_rank[i], word, letters, i < CONTENT_RANK ? 0 : MARKS - 1);
        word += letters + 1;
    }
}

static void order_words(struct words *words, const struct alias *aliases,
                        const struct slot *by_rank)
{
    for (size_t i = 0; i < 2 * WORDS; i++)
        words->drawn[i] = by_rank[aliases[i / 2].ranks[i % 2]];
    words->the = by_rank[THE];
}

static void build_words(struct tables *tables)
{
    struct alias aliases[WORDS];
    struct slot by_rank[WORDS] = { 0 };
    build_aliases(aliases);
    for (size_t i = 0; i < WORDS; i++)
        tables->shares[i] = aliases[i].share;
    render_words(by_rank);
    order_words(&tables->all, aliases, by_rank);
    by_rank[THE] = (struct slot){ .bytes = 0 };
    render(&by_rank[THE], "this", 4, 0);
    order_words(&tables->without, aliases, by_rank);
}

static void *text_prepare(const struct gen_spec *spec)
{
    struct tables *tables = calloc(1, sizeof(*tables));
    if (tables == NULL)
        return NULL;
    build_marks(tables->marks);
    build_words(tables);
    compose_closing(tables, spec);
    return tables;
}

/* Before this offset of the file no " the " may start, the closing line's apart. */
static uint64_t first_the(const struct gen_spec *spec)
{
    return spec->needle == GEN_NEEDLE_MIDDLE ? spec->bytes / 2 : spec->needle;
}

static uint64_t clamp(uint64_t value, uint64_t low, uint64_t high)
{
    return value < low ? low : value > high ? high : value;
}

static void text_fill(const void *shared, const struct gen_spec *spec, uint64_t index,
                      unsigned char *out, size_t len)
{
    const struct tables *tables = shared;
    uint64_t start = index * GEN_SEGMENT_BYTES, end = start + len;
    uint64_t closing = clamp(spec->bytes - tables->closing_bytes, start, end);
    uint64_t turn = clamp(first_the(spec), start, closing);
    struct pen pen = { .tables = tables,
                       .words = &tables->without,
                       .state = gen_segment_state(spec->seed, index),
                       .every = gen_needle_every_bytes(spec->needle),
                       .first = out };

    if (pen.every) {
        pen.due = (pen.every - start % pen.every) % pen.every;
        turn = closing;
    }
    compose(&pen, out, (size_t)(turn - start), false);
    pen.words = &tables->all;
    compose(&pen, out + (turn - start), (size_t)(closing - turn), true);

    /* The closing line may begin in the segment before the last. */
    size_t skip = (size_t)(closing + tables->closing_bytes - spec->bytes);
    if (closing < end)
        memcpy(out + (closing - start), tables->closing + skip, (size_t)(end - closing));
}

const struct gen_kind gen_text = {
    .name = "text",
    .summary = "English-like sentences, some 8 needles \" the \" per KiB",
    .prepare = text_prepare,
    .release = free,
    .fill = text_fill,
};
