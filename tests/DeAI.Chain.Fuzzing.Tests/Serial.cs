// Allocation is measured for a thread, and a decoder keeps what it read last: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
