#include "train.h"

int train_lemmas(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    die("to be written");
}
