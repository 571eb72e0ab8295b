#include "train.h"

int train_splitter(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    die("to be written");
}
