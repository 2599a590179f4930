// Each test runs a network of processes that fills the machine: two at a time would only make both slow, and the timed phases of one late.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
