namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>Runs random messages in blocks of random size; the chain checks every invariant after each block. One seed, one sequence.</summary>
public static class RandomSequence
{
    public const int Messages = 2_000;

    /// <param name="next">A message that may well be refused, or null for a pause of some blocks.</param>
    /// <returns>How many messages were applied.</returns>
    public static int Run(ModuleTestChain chain, int seed, Func<Random, TestMessage?> next, int messages = Messages)
    {
        Random random = new(seed);
        int sent = 0;
        int applied = 0;
        while (sent < messages)
        {
            List<TestMessage> block = [];
            for (int left = random.Next(1, 32); left > 0; left--)
            {
                if (next(random) is not { } message)
                {
                    break;
                }

                block.Add(message);
            }

            sent += block.Count;
            applied += chain.Block(block).Count(static receipt => receipt.Status == Ledger.Receipts.ReceiptStatus.Applied);
            if (random.Next(2) == 0)
            {
                chain.Advance(random.Next(1, 4));
            }
        }

        chain.Replay();
        return applied;
    }

    public static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
