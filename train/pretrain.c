#include "train.h"

int train_pretrain(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    die("to be written");
}
