#include "train.h"

int train_syntax(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    die("to be written");
}
