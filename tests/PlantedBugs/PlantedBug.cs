namespace DeAI.Chain.Primitives;

/// <summary>Which of the planted bugs is alive in this process. Compiled in by <c>-p:PlantedBugs=true</c> only.</summary>
public static class PlantedBug
{
    private static readonly string Active = Environment.GetEnvironmentVariable("DEAI_PLANTED_BUG") ?? string.Empty;

    public static bool Is(string name) => Active == name;
}
