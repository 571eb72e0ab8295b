# The model file: where it is looked for, and what is said of one that is none.
load support

story() { printf 'Ghana recalled its ambassador from Togo on Monday.\n' >story.txt; }
shipped() { dirname "$CHANCERY"; }

@test "the version tells the model's hash" {
    run chancery --version
    status_is 0
    output_has "model "
}

@test "CHANCERY_MODEL and --model name the model" {
    story
    cp "$(shipped)/chancery.model" mine.model
    CHANCERY_MODEL=mine.model run chancery parse story.txt
    status_is 0
    output_has "recall"
    run chancery parse --model mine.model story.txt
    status_is 0
    CHANCERY_MODEL=gone.model run_quiet parse story.txt
    status_is 1
    err_has "gone.model: cannot open the model"
}

@test "a model cut short is refused with the reason" {
    story
    for n in 0 7 64 1000 100000; do
        head -c $n "$(shipped)/chancery.model" >cut.model
        run_quiet parse --model cut.model story.txt
        status_is 1
        err_has "cut.model"
        err_has "model file"
    done
}

@test "a model altered by one byte is refused with the reason" {
    story
    size=$(stat -c %s "$(shipped)/chancery.model")
    for at in 0 9 17 30 70 5000 $((size / 2)) $((size - 1)); do
        cp "$(shipped)/chancery.model" altered.model
        byte=$(od -An -tu1 -j $at -N 1 altered.model | tr -d ' ')
        printf "$(printf '\\%03o' $(((byte + 1) % 256)))" | dd of=altered.model bs=1 seek=$at conv=notrunc 2>/dev/null
        run_quiet parse --model altered.model story.txt
        status_is 1
        err_has "altered.model"
    done
}

@test "every path of the processor gives the same bytes" {
    for path in plain sse2; do
        CHANCERY_CPU=$path chancery parse "$EXAMPLES"/*.txt >$path.conllu
    done
    chancery parse "$EXAMPLES"/*.txt >chosen.conllu
    same plain.conllu sse2.conllu
    same plain.conllu chosen.conllu
}

@test "a pipe is no model, and is not waited for" {
    story
    mkfifo pipe.model
    run_quiet parse --model pipe.model story.txt
    status_is 1
    err_has "pipe.model: not a model file"
}
