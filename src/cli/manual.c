/* SPDX-License-Identifier: MIT */
#include "cli/manual.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

/* With a backslash before each of `special`; a quote that ends a shell's word becomes `quote`.
 */
static void put(const char *text, const char *special, const char *quote)
{
    for (; *text; text++) {
        if (*text == '\'' && quote) {
            fputs(quote, stdout);
            continue;
        }
        if (strchr(special, *text))
            putchar('\\');
        putchar(*text);
    }
}

/* ---- roff ---- */

static void put_roff(const char *text)
{
    for (; *text; text++)
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
}

static void print_man_option(void *context, const struct option_text *o)
{
    (void)context;
    fputs(".TP\n.B ", stdout);
    if (o->letter)
        printf("\\-%c, ", o->letter);
    fputs("\\-\\-", stdout);
    put_roff(o->name);
    if (o->argument)
        printf(" \\fI%s\\fR", o->argument);
    fputs("\n\\&", stdout);
    put_roff(o->help);
    putchar('\n');
}

static void print_man(const struct command *const *commands)
{
    puts(
        ".TH MAPREAD 1\n.SH NAME\nmapread \\- mmap or read, and do the hints help?\n"
        ".SH SYNOPSIS\n.B mapread\n.I COMMAND\n[\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n"
        ".SH DESCRIPTION\nMeasures mmap() against read(), pread() and friends on this machine. "
        "Every sample is a fresh\nprocess in a verified cache state, every answer is checked, "
        "every ratio has an interval.\n.SH COMMANDS");
    for (; *commands; commands++) {
        printf(".SS mapread %s ", (*commands)->name);
        put_roff((*commands)->arguments);
        fputs("\n\\&", stdout);
        put_roff((*commands)->summary);
        puts(".");
        options_walk((*commands)->bit, print_man_option, NULL);
    }
    puts(".SH EXIT STATUS\n.TP\n.B 0\ndone\n.TP\n.B 1\nfailed, or a case failed\n.TP\n.B 2\n"
         "wrong usage\n.TP\n.B 3\ncompare \\-\\-fail\\-on: a case is slower");
}

/* ---- bash ---- */

static void print_bash_option(void *context, const struct option_text *o)
{
    (void)context;
    printf(" --%s", o->name);
}

static void print_bash(const struct command *const *commands)
{
    puts("# bash completion for mapread\n_mapread() {\n"
         "    local current=${COMP_WORDS[COMP_CWORD]} words=");
    fputs("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words='help", stdout);
    for (size_t i = 0; commands[i]; i++)
        printf(" %s", commands[i]->name);
    puts("'\n    else\n        case ${COMP_WORDS[1]} in");
    for (size_t i = 0; commands[i]; i++) {
        printf("        %s) words='", commands[i]->name);
        options_walk(commands[i]->bit, print_bash_option, NULL);
        puts("' ;;");
    }
    puts("        esac\n        [[ $current == -* ]] || return\n    fi\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n}\n"
         "complete -o default -F _mapread mapread");
}

/* ---- zsh ---- */

static void print_zsh_option(void *context, const struct option_text *o)
{
    (void)context;
    printf("            '--%s[", o->name);
    put(o->help, "[]:", "'\\''");
    fputs("]", stdout);
    if (o->argument)
        printf(":%s:_files", o->argument);
    puts("' \\");
}

static void print_zsh(const struct command *const *commands)
{
    puts("#compdef mapread\nlocal -a commands\ncommands=(");
    for (size_t i = 0; commands[i]; i++) {
        printf("    '%s:", commands[i]->name);
        put(commands[i]->summary, ":", "'\\''");
        puts("'");
    }
    puts(")\nif (( CURRENT == 2 )); then\n    _describe command commands\nelse\n"
         "    case $words[2] in");
    for (size_t i = 0; commands[i]; i++) {
        printf("    %s)\n        _arguments \\\n", commands[i]->name);
        options_walk(commands[i]->bit, print_zsh_option, NULL);
        puts("            '*:file:_files'\n        ;;");
    }
    puts("    esac\nfi");
}

/* ---- fish ---- */

static void print_fish_option(void *context, const struct option_text *o)
{
    printf("complete -c mapread -n '__fish_seen_subcommand_from %s' -l %s%s",
           (const char *)context, o->name, o->argument ? " -r" : "");
    if (o->letter)
        printf(" -s %c", o->letter);
    fputs(" -d '", stdout);
    put(o->help, "\\'", NULL);
    puts("'");
}

static void print_fish(const struct command *const *commands)
{
    for (size_t i = 0; commands[i]; i++) {
        printf("complete -c mapread -n __fish_use_subcommand -a %s -d '", commands[i]->name);
        put(commands[i]->summary, "\\'", NULL);
        puts("'");
        options_walk(commands[i]->bit, print_fish_option, (void *)commands[i]->name);
    }
}

const char *const manual_forms[] = { "man", "bash", "zsh", "fish", NULL };

int manual_print(const char *form, const struct command *const *commands)
{
    static void (*const printers[])(const struct command *const *commands) = {
        print_man, print_bash, print_zsh, print_fish
    };
    for (size_t i = 0; manual_forms[i]; i++)
        if (strcmp(manual_forms[i], form) == 0) {
            printers[i](commands);
            return 0;
        }
    return -EINVAL;
}
