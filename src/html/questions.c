/* SPDX-License-Identifier: MIT */
/* The ten questions that people ask, and this run's answers. */
#include "html/answer.h"

static const struct {
    const char *text;
    answer_writer *write;
} questions[] = {
    { "Is mmap faster than read for one pass?", answer_one_pass },
    { "Why was my second run fast?", answer_second_run },
    { "Does mmap really use that much memory?", answer_memory },
    { "Will it get my container killed?", answer_container },
    { "mmap or pread for random blocks?", answer_random },
    { "Do the hints help, and which?", answer_hints },
    { "Which buffer size, and from which file size does mmap win?", answer_sizes },
    { "What if the file is larger than memory?", answer_larger_than_memory },
    { "What happens when the file is truncated or the disk fails?", answer_failure },
    { "Is writing through mmap faster, and is it durable; is find or regex I/O-bound at all?",
      answer_writing },
};

/* No name twice on a page of several runs. */
static void write_begin(const struct view *v, size_t number)
{
    html_mark(v->html, "<article id=\"");
    if (v->place > 0)
        html_mark(v->html, "run-%zu-", v->place);
    html_mark(v->html, "question-%zu\">\n", number);
}

static void write_section(const struct view *v)
{
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        write_begin(v, i + 1);
        html_elementf(v->html, v->place > 0 ? "h4" : "h3", "%zu. %s", i + 1, questions[i].text);
        html_mark(v->html, "\n");
        questions[i].write(v);
        html_mark(v->html, "</article>\n");
    }
}

const struct section section_questions = { "questions", "Ten questions", write_section };
