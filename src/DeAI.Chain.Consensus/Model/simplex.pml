/*
 * Simplex as this project runs it: four validators, one of them faulty, VIEWS views. The rules 1 to 4 carry the numbers of the
 * README one folder up; what is left out, and why that is sound, stands in the README beside this file.
 *
 *   spin -a -DVIEWS=3 simplex.pml && gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -m200      every behaviour
 *   spin -a -DNO_RULE_2 ...                                                                       without a rule: a counterexample
 *   a file that defines TRACE, includes this one and lists steps                                  is this trace a behaviour?
 */
#ifndef VIEWS
#define VIEWS 3
#endif
#ifndef FAULTY
#define FAULTY 1                        /* slots that say everything; 2 of 4 break the protocol's assumption */
#endif
#ifndef ID
#define ID byte                         /* wide enough for a block and for a view */
#endif
#define N 4
#define QUORUM 3

/* What a node says in a view, as bits. x is one of the two blocks that a view may see. */
#define NOTARIZE(x)  (1 << (x))
#define FINALIZE(x)  (4 << (x))
#define NULLIFY      16
#define EVERYTHING   31
#define ANY_NOTARIZE (NOTARIZE(0) | NOTARIZE(1))
#define ANY_FINALIZE (FINALIZE(0) | FINALIZE(1))

#define NONE         0
#define GENESIS      1
#define BLOCK(v, x)  (2 * (v) + (x))
#define VIEW(b)      ((b) / 2)
#define WHICH(b)     ((b) % 2)
#define LAST         BLOCK(VIEWS, 1)

/*
 * The network and the vote logs in one: what node i said in view v stays on the network for ever, may reach anybody at any time or
 * never, and binds node i over restarts, because it was durable before it was sent.
 */
byte said[(VIEWS + 1) * N];
ID parent[LAST + 1];                    /* by block; NONE: not proposed */

/* Functions of the above, kept to save time. */
byte certified[VIEWS + 1];              /* by view, in the bits of said: what a quorum said */
ID lowest[VIEWS + 2];                   /* by view v: the first w such that every view between w and v is nullified */

byte faulty;                            /* the seat that is faulty */

/* Scratch of single steps, no part of the state. */
hidden ID low; hidden ID high; hidden ID other; hidden ID walk; hidden byte swap;

#define SAID(i, v, what)     ((said[(v) * N + (i)] & (what)) != 0)
#define BY_QUORUM(v, what)   (SAID(0, v, what) + SAID(1, v, what) + SAID(2, v, what) + SAID(3, v, what) >= QUORUM)
#define NOTARIZED(b)         ((certified[VIEW(b)] & NOTARIZE(WHICH(b))) != 0)
#define FINALIZED(b)         ((certified[VIEW(b)] & FINALIZE(WHICH(b))) != 0)
#define NULLIFIED(v)         ((certified[v] & NULLIFY) != 0)
#define LEADER(v)            (((v) + FIRST_LEADER) % N)
#ifndef FIRST_LEADER
#define FIRST_LEADER 0                  /* the seat of the leader of "view 0" */
#endif
#ifdef FAULTY_LEADERS
#define FAULTY_LEADS(v)      true       /* more than can happen: the faulty node leads every view */
#else
#define FAULTY_LEADS(v)      (LEADER(v) == faulty)
#endif

/* What binds a node: its own records. */
#ifdef NO_RULE_PERSIST
bool lost;                              /* a power failure has taken every log that should have been flushed before sending */
#define RECORDED(i, v, what) (SAID(i, v, what) && !lost)
#elif defined(NO_RULE_FLOOR)
byte pruned;                            /* up to this view the logs are empty, and still votes are signed there */
#define RECORDED(i, v, what) (SAID(i, v, what) && (v) > pruned)
#else
#define RECORDED(i, v, what) SAID(i, v, what)
#endif

/* Rule 1: the parent certified. */
#ifdef NO_RULE_1_PARENT
#define HAS_PARENT(b)        ((b) == GENESIS || parent[b] != NONE)
#else
#define HAS_PARENT(b)        ((b) == GENESIS || NOTARIZED(b) || FINALIZED(b))
#endif

/* Rule 1: every view between parent and v nullified. */
#ifdef NO_RULE_1_SKIP
#define MAY_SKIP(b, v)       true
#else
#define MAY_SKIP(b, v)       (VIEW(b) >= lowest[v])
#endif

/* Rule 1: once per view. */
#ifdef NO_RULE_1_ONCE
#define NOTARIZED_HERE(i, v, x) RECORDED(i, v, NOTARIZE(x))
#else
#define NOTARIZED_HERE(i, v, x) RECORDED(i, v, ANY_NOTARIZE)
#endif

/* Rule 2: never after Finalize(v). */
#ifdef NO_RULE_2
#define BARS_NULLIFY         NULLIFY
#else
#define BARS_NULLIFY         (NULLIFY | ANY_FINALIZE)
#endif

/* Rule 3: Finalize only if Nullify(v) was never sent. */
#ifdef NO_RULE_3
#define BARS_FINALIZE        ANY_FINALIZE
#else
#define BARS_FINALIZE        (NULLIFY | ANY_FINALIZE)
#endif

/*
 * Two reductions, for the search only. A vote for what a quorum has said already changes nothing but what its voter may still say,
 * so it is left out. And within a view the correct nodes differ by nothing but what they said, so they are kept in order of that.
 */
#ifdef TRACE
#define NO_REDUCTION
#endif
#ifdef NO_REDUCTION
#define COUNTS(v, what)      true
#else
#define COUNTS(v, what)      ((certified[v] & (what)) == 0)
#endif

/*
 * Rules 3 and 4: a certificate of v-1 moves a node into v. A node may crash at any time, and comes back into any view that the
 * certificates allow; so in the search its view is no state: it is in v, or can be. A trace says in which view each node is.
 */
#ifdef TRACE
ID view[N];
ID committed[N];
#define IS_IN(i, v)          (view[i] == (v))
#define LEADS(v)             (FAULTY_LEADS(v) || (IS_IN(LEADER(v), v) && !SAID(LEADER(v), v, NULLIFY)))
#else
#define IS_IN(i, v)          ((v) == 1 || certified[(v) - 1] != 0)
#define LEADS(v)             IS_IN(LEADER(v), v)
#endif

/* ---- Safety. Of one branch: going down from the higher block leads to the lower one. ---- */

inline one_branch()
{
    walk = high;
    do
    :: walk > low -> walk = parent[walk]
    :: else -> break
    od;
    assert(walk == low)                 /* agreement */
}

#ifdef ONLY_AGREEMENT
#define BUILT_ON(b)          FINALIZED(b)
#else
#define BUILT_ON(b)          (NOTARIZED(b) || FINALIZED(b))
#endif

/* Everything that a new certificate of view v can break. */
inline check(v)
{
#ifndef ONLY_AGREEMENT
    assert((certified[v] & ANY_NOTARIZE) != ANY_NOTARIZE);                             /* one notarization per view */
    assert((certified[v] & NULLIFY) == 0 || (certified[v] & ANY_FINALIZE) == 0);       /* final and null exclude each other */
#endif
    for (other : BLOCK(1, 0) .. LAST) {
        for (swap : 0 .. 1) {
            low = (other < BLOCK(v, swap) -> other : BLOCK(v, swap));
            high = (other < BLOCK(v, swap) -> BLOCK(v, swap) : other);
            if
            :: low != high && FINALIZED(low) && BUILT_ON(high) -> one_branch()
            :: else
            fi
        }
    };
#ifdef WITNESS
    assert(!(WITNESS));                 /* a way to ask for a behaviour: its trail is the answer */
#endif
}

/* A vote goes out; a quorum of equal ones is a certificate. */
inline say(i, v, what)
{
    said[(v) * N + (i)] = said[(v) * N + (i)] | (what);
    if
    :: BY_QUORUM(v, what) && (certified[v] & (what)) == 0 ->
        certified[v] = certified[v] | (what);
        if
        :: (what) == NULLIFY ->
            for (walk : (v) + 1 .. VIEWS + 1) {
                if
                :: lowest[walk] == (v) -> lowest[walk] = lowest[v]
                :: else
                fi
            }
        :: else
        fi;
#ifdef NO_RULE_FLOOR
        if
        :: ((what) & ANY_FINALIZE) != 0 && (v) > pruned -> pruned = v
        :: else
        fi;
#endif
        check(v)
    :: else
    fi;
#ifndef NO_REDUCTION
    descending(v, 0, 1); descending(v, 1, 2); descending(v, 0, 1)
#endif
}

inline descending(v, i, j)
{
    if
    :: j < N - FAULTY && said[(v) * N + i] < said[(v) * N + j] ->
        swap = said[(v) * N + i]; said[(v) * N + i] = said[(v) * N + j]; said[(v) * N + j] = swap
    :: else
    fi
}

/* ---- The steps. Each is executable exactly where the rules allow it. ---- */

/* The leader of v puts block x on parent p; a second block comes from a faulty one only. */
inline propose(v, x, p)
{
    d_step {
        parent[BLOCK(v, x)] == NONE && VIEW(p) < v && HAS_PARENT(p) && MAY_SKIP(p, v) && LEADS(v) &&
            (x == 0 || (FAULTY_LEADS(v) && parent[BLOCK(v, 0)] != NONE)) ->
        parent[BLOCK(v, x)] = p;
        printf("propose %d %d on %d\n", v, x, p)
    }
}

/* Rule 1. The last condition is Safety's: a Notarize never contradicts a Finalize of the same view. */
inline notarize(i, v, x)
{
    d_step {
        IS_IN(i, v) && parent[BLOCK(v, x)] != NONE &&
            HAS_PARENT(parent[BLOCK(v, x)]) && MAY_SKIP(parent[BLOCK(v, x)], v) &&
            !NOTARIZED_HERE(i, v, x) && !RECORDED(i, v, NULLIFY) && !RECORDED(i, v, FINALIZE(1 - x)) && COUNTS(v, NOTARIZE(x)) ->
        printf("notarize %d %d %d\n", i, v, x);
        say(i, v, NOTARIZE(x))
    }
}

/* Rule 2. For whatever reason: timeouts are no part of safety. */
inline nullify(i, v)
{
    d_step {
        IS_IN(i, v) && !RECORDED(i, v, BARS_NULLIFY) && COUNTS(v, NULLIFY) ->
        printf("nullify %d %d\n", i, v);
        say(i, v, NULLIFY)
    }
}

/* Rule 3. In any view: it may follow votes of later ones. */
inline finalize(i, v, x)
{
    d_step {
        NOTARIZED(BLOCK(v, x)) && !RECORDED(i, v, BARS_FINALIZE) && COUNTS(v, FINALIZE(x)) ->
        printf("finalize %d %d %d\n", i, v, x);
        say(i, v, FINALIZE(x))
    }
}

/* Votes of faulty nodes are there from the start: nobody has to be shown them. */
inline begin(slot)
{
    for (other : 1 .. VIEWS) {
        said[other * N + (slot)] = EVERYTHING
    }
}

inline prepare()
{
    for (other : 1 .. VIEWS + 1) {
        lowest[other] = other - 1
    }
#ifdef TRACE
    for (other : 0 .. N - 1) {
        view[other] = 1;
        committed[other] = GENESIS
    }
#endif
}

#ifdef TRACE

/* Rules 3 and 4: a certificate moves a node on. */
inline enter(i, v)
{
    d_step {
        view[i] < v && certified[(v) - 1] != 0 ->
        printf("enter %d %d\n", i, v);
        view[i] = v
    }
}

/* Back to the first view, from where the certificates lead on. */
inline restart(i)
{
    d_step {
        printf("restart %d\n", i);
        view[i] = 1
    }
}

/* Rule 4: a finalization commits its block and all ancestors. On one branch with what the node committed before, also if it begins anew. */
inline commit(i, v, x)
{
    d_step {
        FINALIZED(BLOCK(v, x)) ->
        low = (committed[i] < BLOCK(v, x) -> committed[i] : BLOCK(v, x));
        high = (committed[i] < BLOCK(v, x) -> BLOCK(v, x) : committed[i]);
        one_branch();
        committed[i] = high;
        printf("commit %d %d %d\n", i, v, x)
    }
}

#else

#define IN_1(S) S(1)
#if VIEWS >= 2
#define IN_2(S) S(2)
#else
#define IN_2(S)
#endif
#if VIEWS >= 3
#define IN_3(S) S(3)
#else
#define IN_3(S)
#endif
#if VIEWS >= 4
#define IN_4(S) S(4)
#else
#define IN_4(S)
#endif
#if VIEWS >= 5
#define IN_5(S) S(5)
#else
#define IN_5(S)
#endif
#define EACH_VIEW(S) IN_1(S) IN_2(S) IN_3(S) IN_4(S) IN_5(S)

/* In one process: a step is one transition anyway, and positions in programs would only lengthen the state. */
#define VOTES_OF(i, v) \
    :: notarize(i, v, 0) \
    :: notarize(i, v, 1) \
    :: nullify(i, v) \
    :: finalize(i, v, 0) \
    :: finalize(i, v, 1)
#if FAULTY < 2
#define VOTES(v) VOTES_OF(0, v) VOTES_OF(1, v) VOTES_OF(2, v)
#else
#define VOTES(v) VOTES_OF(0, v) VOTES_OF(1, v)
#endif

/* Every view on every block below it. */
#define ON(v, p) \
    :: propose(v, 0, p) \
    :: propose(v, 1, p)
#define ON_BLOCKS_OF(v, w) ON(v, BLOCK(w, 0)) ON(v, BLOCK(w, 1))
#define PROPOSALS_1(v) ON(v, GENESIS)
#define PROPOSALS_2(v) PROPOSALS_1(v) ON_BLOCKS_OF(v, 1)
#define PROPOSALS_3(v) PROPOSALS_2(v) ON_BLOCKS_OF(v, 2)
#define PROPOSALS_4(v) PROPOSALS_3(v) ON_BLOCKS_OF(v, 3)
#define PROPOSALS_5(v) PROPOSALS_4(v) ON_BLOCKS_OF(v, 4)
#define PROPOSALS(v) PROPOSALS_##v(v)

init
{
    atomic {
#ifdef SEAT
        faulty = SEAT;
#else
        select(faulty : 0 .. N - 1);
#endif
        prepare();
        for (swap : N - FAULTY .. N - 1) {
            begin(swap)
        }
    };
end:
    do
    EACH_VIEW(PROPOSALS)
    EACH_VIEW(VOTES)
#ifdef NO_RULE_PERSIST
    :: d_step { !lost -> printf("lose every log\n"); lost = true }
#endif
    od
}

#endif
