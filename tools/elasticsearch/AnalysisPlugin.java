package jisr.search;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.Plugin;

/**
 * What the portal's analysers need of Elastic's module analysis-common, which the archive for plugin authors leaves out.
 *
 * <p>Every part is a class of Lucene that the server already carries; here it only gets the name and the settings that Elastic's own
 * module gives it, so that the same index settings work on an ordinary cluster. For development and tests; production has the module.
 */
public final class AnalysisPlugin extends Plugin implements org.elasticsearch.plugins.AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of(
            "mapping", needsSettings(letters(AnalysisPlugin::mapping)),
            "pattern_replace", needsSettings(letters((s, in) -> new PatternReplaceCharFilter(Pattern.compile(s.get("pattern")), s.get("replacement", ""), in))));
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "keyword", (index, env, name, s) -> TokenizerFactory.newFactory(name, () -> new KeywordTokenizer(s.getAsInt("buffer_size", 256))),
            "whitespace", (index, env, name, s) -> TokenizerFactory.newFactory(name, () -> new WhitespaceTokenizer(s.getAsInt("max_token_length", 255))));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.ofEntries(
            Map.entry("asciifolding", folding((s, in) -> new ASCIIFoldingFilter(in, s.getAsBoolean("preserve_original", false)))),
            Map.entry("decimal_digit", folding((s, in) -> new DecimalDigitFilter(in))),
            Map.entry("arabic_normalization", folding((s, in) -> new ArabicNormalizationFilter(in))),
            Map.entry("stemmer", words(AnalysisPlugin::stemmer)),
            Map.entry("stemmer_override", needsSettings(words(AnalysisPlugin::overrides))),
            Map.entry("keyword_marker", needsSettings(words((s, in) ->
                new SetKeywordMarkerFilter(in, new CharArraySet(s.getAsList("keywords"), s.getAsBoolean("ignore_case", false)))))),
            Map.entry("keyword_repeat", words((s, in) -> new KeywordRepeatFilter(in))),
            Map.entry("remove_duplicates", words((s, in) -> new RemoveDuplicatesTokenFilter(in))),
            Map.entry("length", words((s, in) -> new LengthFilter(in, s.getAsInt("min", 0), s.getAsInt("max", Integer.MAX_VALUE)))),
            Map.entry("edge_ngram", words((s, in) ->
                new EdgeNGramTokenFilter(in, s.getAsInt("min_gram", 1), s.getAsInt("max_gram", 2), s.getAsBoolean("preserve_original", false)))),
            Map.entry("pattern_replace", needsSettings(words((s, in) ->
                new PatternReplaceFilter(in, Pattern.compile(s.get("pattern")), s.get("replacement", ""), s.getAsBoolean("all", true))))),
            Map.entry("elision", words(AnalysisPlugin::elision)));
    }

    private static TokenStream stemmer(Settings settings, TokenStream in) {
        String language = settings.get("language", "");
        return switch (language) {
            case "arabic" -> new ArabicStemFilter(in);
            case "light_french" -> new FrenchLightStemFilter(in);
            default -> throw new IllegalArgumentException("this development server has no stemmer for [" + language + "]");
        };
    }

    /** Rules “word, other word => stem”. */
    private static TokenStream overrides(Settings settings, TokenStream in) {
        StemmerOverrideFilter.Builder rules = new StemmerOverrideFilter.Builder(false);
        for (String rule : settings.getAsList("rules")) {
            String[] sides = sides(rule);
            for (String word : sides[0].split(",")) {
                rules.add(word.trim(), sides[1]);
            }
        }
        try {
            return new StemmerOverrideFilter(in, rules.build());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static TokenStream elision(Settings settings, TokenStream in) {
        CharArraySet articles = new CharArraySet(settings.getAsList("articles"), settings.getAsBoolean("articles_case", false));
        return new ElisionFilter(in, articles.isEmpty() ? FrenchAnalyzer.DEFAULT_ARTICLES : articles);
    }

    /** Rules “letters => letters”; the portal's own need no escapes. */
    private static Reader mapping(Settings settings, Reader in) {
        NormalizeCharMap.Builder rules = new NormalizeCharMap.Builder();
        for (String rule : settings.getAsList("mappings")) {
            String[] sides = sides(rule);
            rules.add(sides[0], sides[1]);
        }
        return new MappingCharFilter(rules.build(), in);
    }

    private static String[] sides(String rule) {
        String[] sides = rule.split("=>", 2);
        if (sides.length != 2) {
            throw new IllegalArgumentException("a rule needs “=>”: [" + rule + "]");
        }
        return new String[] {sides[0].trim(), sides[1].trim()};
    }

    private static AnalysisProvider<TokenFilterFactory> words(BiFunction<Settings, TokenStream, TokenStream> make) {
        return (index, env, name, settings) -> new TokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream in) {
                return make.apply(settings, in);
            }
        };
    }

    /** As {@link #words}, and allowed in a normalizer too. */
    private static AnalysisProvider<TokenFilterFactory> folding(BiFunction<Settings, TokenStream, TokenStream> make) {
        return (index, env, name, settings) -> new NormalizingTokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream in) {
                return make.apply(settings, in);
            }
        };
    }

    private static AnalysisProvider<CharFilterFactory> letters(BiFunction<Settings, Reader, Reader> make) {
        return (index, env, name, settings) -> new NormalizingCharFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Reader create(Reader in) {
                return make.apply(settings, in);
            }
        };
    }

    private static <T> AnalysisProvider<T> needsSettings(AnalysisProvider<T> provider) {
        return org.elasticsearch.plugins.AnalysisPlugin.requiresAnalysisSettings(provider);
    }
}
