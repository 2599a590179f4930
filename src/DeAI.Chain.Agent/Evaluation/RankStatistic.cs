namespace DeAI.Chain.Agent.Evaluation;

/// <summary>Area under the receiver operating characteristic by ranks.</summary>
internal static class RankStatistic
{
    /// <param name="scores">Sorted in place, with their labels.</param>
    /// <param name="labels">1 or 0.</param>
    public static double Auc(int[] scores, int[] labels)
    {
        Array.Sort(scores, labels);
        double ranks = 0;
        long positives = 0;
        for (int first = 0; first < scores.Length;)
        {
            int end = first;
            long here = 0;
            for (; end < scores.Length && scores[end] == scores[first]; end++)
            {
                here += labels[end];
            }

            // Equal scores share the mean of their ranks.
            ranks += here * ((first + 1 + end) / 2.0);
            positives += here;
            first = end;
        }

        long negatives = scores.Length - positives;
        return positives == 0 || negatives == 0
            ? double.NaN
            : (ranks - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }
}
