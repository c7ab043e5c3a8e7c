namespace Gatehouse.Delivery.Readers;

/// <summary>What is kept of a destination's answer.</summary>
internal static class AnswerText
{
    private const int Longest = 512;

    /// <summary>At most 512 characters, and no half of a pair at the end.</summary>
    public static string Cut(string? answer)
    {
        if (answer is null || answer.Length <= Longest)
        {
            return answer ?? string.Empty;
        }

        return answer[..(char.IsHighSurrogate(answer[Longest - 1]) ? Longest - 1 : Longest)];
    }
}
