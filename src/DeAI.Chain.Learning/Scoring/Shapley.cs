using System.Numerics;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>What each member's update is worth (Shapley 1953), exactly, by all subsets.</summary>
public static class Shapley
{
    public const int MaxMembers = 6;

    /// <summary>
    /// U(S) = L(start) - L(start + weighted mean of S), L the loss sum on the hold-out, U of nobody 0.
    /// </summary>
    public static Result<ShapleyValues> Exact(
        ModelSpecification specification, Evaluator evaluator, ModelWeights start, ReadOnlySpan<WeightedUpdate> updates)
    {
        if (updates.Length is < 1 or > MaxMembers)
        {
            return Result.Refuse<ShapleyValues>(TrainingErrors.BadAggregation, $"{updates.Length} members, 1 to {MaxMembers} are exact");
        }

        long before = evaluator.LossSum(start);
        long[] utilities = new long[1 << updates.Length];
        for (int subset = 1; subset < utilities.Length; subset++)
        {
            Result<ModelWeights> combined = Aggregation.Combine(specification, start, Members(updates, subset));
            if (!combined.TryGet(out ModelWeights weights, out Refusal? refusal))
            {
                return Result.Refuse<ShapleyValues>(refusal);
            }

            utilities[subset] = before - evaluator.LossSum(weights);
        }

        return Result.Of(FromUtilities(utilities));
    }

    /// <param name="utilities">U of every subset; bit i of the index is member i. Entry 0 is 0.</param>
    public static ShapleyValues FromUtilities(ReadOnlySpan<long> utilities)
    {
        int members = BitOperations.Log2((uint)utilities.Length);
        if (members is < 1 or > MaxMembers || utilities.Length != 1 << members || utilities[0] != 0)
        {
            throw new ArgumentException($"{utilities.Length} utilities do not cover the subsets.", nameof(utilities));
        }

        long[] numerators = new long[members];
        for (int member = 0; member < members; member++)
        {
            for (int subset = 0; subset < utilities.Length; subset++)
            {
                if ((subset >> member & 1) == 0)
                {
                    int size = BitOperations.PopCount((uint)subset);
                    long orders = Factorial(size) * Factorial(members - size - 1);
                    long gain = checked(utilities[subset | (1 << member)] - utilities[subset]);
                    numerators[member] = checked(numerators[member] + (orders * gain));
                }
            }
        }

        return new ShapleyValues(Sequence.Create<long>(numerators), Factorial(members), utilities[^1]);
    }

    private static WeightedUpdate[] Members(ReadOnlySpan<WeightedUpdate> updates, int subset)
    {
        List<WeightedUpdate> members = [];
        for (int i = 0; i < updates.Length; i++)
        {
            if ((subset >> i & 1) != 0)
            {
                members.Add(updates[i]);
            }
        }

        return [.. members];
    }

    private static long Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
