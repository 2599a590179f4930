namespace DeAI.Chain.Cli.Terminal;

internal static class ResultExtensions
{
    /// <summary>The value, or the end of the command with the refusal's reason.</summary>
    public static T OrFail<T>(this Result<T> result, string remedy = "") =>
        result.TryGet(out T value, out Refusal? refusal) ? value : throw CliException.Of(refusal, remedy);

    public static void OrFail(this Result result, string remedy = "")
    {
        if (result.Refusal is { } refusal)
        {
            throw CliException.Of(refusal, remedy);
        }
    }
}
