/* cmd_completion.c - completion scripts made from the option tables. */
#include <stdio.h>
#include <string.h>

#include "command.h"

const option_def completion_options[] = {{NULL, 0, NULL, NULL}};

static void bash(void)
{
    printf("# bash completion for chancery; made by 'chancery completion bash'\n_chancery() {\n"
           "    local cur=${COMP_WORDS[COMP_CWORD]}\n    COMPREPLY=()\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
           "        COMPREPLY=($(compgen -W \"");
    for (size_t i = 0; commands[i]; i++)
        printf("%s ", commands[i]->name);
    printf("--help --version\" -- \"$cur\"))\n        return\n    fi\n    case \"$cur\" in\n    -*)\n"
           "        case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; commands[i]; i++) {
        printf("        %s) COMPREPLY=($(compgen -W \"", commands[i]->name);
        for (const option_def *o = commands[i]->options; o->name; o++)
            printf("--%s ", o->name);
        printf("--help\" -- \"$cur\")) ;;\n");
    }
    printf("        esac ;;\n    *) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n    esac\n}\n"
           "complete -o filenames -F _chancery chancery\n");
}

/* In zsh's _arguments and fish's strings a quote inside single quotes is closed, escaped and opened again. */
static void quoted(const char *s, const char *special)
{
    for (; *s; s++) {
        if (*s == '\'')
            fputs("'\\''", stdout);
        else {
            if (strchr(special, *s))
                putchar('\\');
            putchar(*s);
        }
    }
}

static void zsh(void)
{
    printf("#compdef chancery\n# made by 'chancery completion zsh'\n_chancery() {\n    local -a commands\n    "
           "commands=(\n");
    for (size_t i = 0; commands[i]; i++) {
        printf("        '%s:", commands[i]->name);
        quoted(commands[i]->summary, ":");
        printf("'\n");
    }
    printf("    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
           "    case $words[2] in\n");
    for (size_t i = 0; commands[i]; i++) {
        printf("    %s) _arguments ", commands[i]->name);
        for (const option_def *o = commands[i]->options; o->name; o++) {
            printf("'--%s[", o->name);
            quoted(o->help, "[]");
            printf("]%s%s%s' ", o->arg ? ":" : "", o->arg ? o->arg : "", o->arg ? ":_files" : "");
        }
        printf("'*:file:_files' ;;\n");
    }
    printf("    esac\n}\n_chancery \"$@\"\n");
}

static void fish(void)
{
    printf("# fish completion for chancery; made by 'chancery completion fish'\n");
    for (size_t i = 0; commands[i]; i++) {
        printf("complete -c chancery -n __fish_use_subcommand -a %s -d '", commands[i]->name);
        quoted(commands[i]->summary, "\\");
        printf("'\n");
    }
    for (size_t i = 0; commands[i]; i++)
        for (const option_def *o = commands[i]->options; o->name; o++) {
            printf("complete -c chancery -n '__fish_seen_subcommand_from %s' -l %s", commands[i]->name, o->name);
            if (o->letter)
                printf(" -s %c", o->letter);
            printf("%s -d '", o->arg ? " -r" : "");
            quoted(o->help, "\\");
            printf("'\n");
        }
}

int run_completion(const arguments *args)
{
    static const struct {
        const char *shell;
        void (*print)(void);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; args->n_rest == 1 && i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].shell, args->rest[0]) == 0) {
            shells[i].print();
            return EXIT_DONE;
        }
    return usage_error(args->command, "name one shell: bash, zsh or fish");
}
