# SPDX-License-Identifier: MIT
# Time per pass: one panel per workload, one row per method, every sample a dot.
#
#     gnuplot -d -c time.gp time.dat time.svg svg      (or: time.png png)
#
# Reads the blocks of its data file and nothing else; all names come from there.
# What belongs to another panel is placed at y = outside, where it is not drawn.

data = ARG1
set datafile separator '\t'
set datafile missing 'NaN'
set errorbars 0.6
set encoding utf8
set colorsequence podo

# Sizes in pixels.
width = 1000
left = 132
right = 18
gap = 26
title_height = 19
legend_height = 22
panel_extra = 60
foot = 46
outside = -1000

stats data index 'counts' using 1 name 'panels' nooutput
stats data index 'counts' using 2 name 'rows' nooutput
stats data index 'counts' using 3 name 'titles' nooutput
stats data index 'counts' using 4 name 'groups' nooutput
stats data index 'groups' using (strlen(strcol(4))) name 'label' nooutput
stats data index 'tics' using 1 name 'tics' nooutput
panels = int(panels_max)
rows = rows_max
tics = int(tics_records)

array axis_low[panels]
array axis_high[panels]
array workload[panels]
array baseline[panels]
array groups[panels]
stats data index 'panels' using (axis_low[int($1) + 1] = $2, axis_high[int($1) + 1] = $3, \
    workload[int($1) + 1] = strcol(4), baseline[int($1) + 1] = strcol(5), \
    groups[int($1) + 1] = $6, $1) nooutput
array tic_panel[tics]
array tic_place[tics]
array tic_label[tics]
stats data index 'tics' using (tic_panel[int($0) + 1] = $1, tic_place[int($0) + 1] = $2, \
    tic_label[int($0) + 1] = strcol(3), $1) nooutput

columns = panels > 1 ? 2 : 1
lines = int(ceil(panels / real(columns)))
labels_per_line = label_max <= 28 ? 4 : label_max <= 40 ? 3 : label_max <= 62 ? 2 : 1
legend_step = (width - 24) / labels_per_line
legend_lines = int(ceil(groups_max / real(labels_per_line)))
head = 14 + title_height * titles_max + legend_height * legend_lines

# A row is as high as its groups need; panels side by side are equally high.
row_height(count) = count < 2 ? 18 : count < 4 ? 8 + 8 * count : 12 + 6.5 * count
array line_top[lines]
array line_height[lines]
y = head
do for [line = 1:lines] {
    first = (line - 1) * columns + 1
    most = groups[first]
    if (columns > 1 && first < panels) {
        most = groups[first + 1] > most ? groups[first + 1] : most
    }
    line_top[line] = y + 28
    line_height[line] = rows * row_height(most)
    y = y + line_height[line] + panel_extra
}
height = int(ceil(y)) + foot
panel_width = (width - left - right - gap * (columns - 1)) / columns

# Colours of the states and symbols of the data sets, safe for colour-blind eyes.
colour(state) = state < 0 ? 0x777777 : \
    word('0x0072b2 0xd55e00 0x009e73 0xcc79a7 0xe69f00 0x56b4e9', int(state) % 6 + 1) + 0
faint(state) = colour(state) + 0xa0000000
symbol(dataset) = word('7 9 5 13 11 15 6 8 4 12', int(dataset) % 10 + 1) + 0

if (ARG3 eq 'png') {
    set terminal pngcairo size 2 * width, 2 * height font 'sans-serif,12' fontscale 1.5 \
        linewidth 2 pointscale 3 background '#ffffff' noenhanced
} else {
    set terminal svg size width, height font 'sans-serif,12' background '#ffffff' noenhanced
}
set output ARG2
set multiplot

# The whole canvas: titles, legend, caption.
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset key
set xrange [0:width]
set yrange [height:0]
legend_x(i) = 24 + (int(i) % labels_per_line) * legend_step
legend_y(i) = 22 + title_height * titles_max + legend_height * int(i / labels_per_line)
plot data index 'titles' using (16):($1 == 0 ? 18 : outside):2 \
        with labels left noenhanced font ',15' textcolor rgb '#000000', \
    data index 'titles' using (16):($1 > 0 ? 20 + title_height * $1 : outside):2 \
        with labels left noenhanced font ',12' textcolor rgb '#444444', \
    data index 'groups' using (legend_x($1)):(legend_y($1)):(1):(symbol($3)):(colour($2)) \
        with points pointsize variable pointtype variable linecolor rgb variable, \
    data index 'groups' using (legend_x($1) + 12):(legend_y($1)):4 \
        with labels left noenhanced font ',12' textcolor rgb '#000000', \
    data index 'counts' using (16):(height - 14):('each dot is one process; mark: median, \
with its 95 % interval; lower (further left) is better; dotted: the baseline''s median; \
shaded: the mmap methods') \
        with labels left noenhanced font ',12' textcolor rgb '#000000'

# The panels.
set border 1 linecolor rgb '#888888'
set logscale x
set yrange [rows - 0.5:-0.6]
do for [p = 0:panels - 1] {
    column = p % columns
    x = left + column * (panel_width + gap)
    y = line_top[p / columns + 1]
    set lmargin at screen real(x) / width
    set rmargin at screen real(x + panel_width) / width
    set tmargin at screen 1 - y / height
    set bmargin at screen 1 - (y + line_height[p / columns + 1]) / height
    low = axis_low[p + 1]
    high = axis_high[p + 1]
    set xrange [low:high]
    set xtics () scale 0.5 nomirror textcolor rgb '#444444'
    do for [t = 1:tics] {
        if (tic_panel[t] == p) {
            set xtics add (tic_label[t] tic_place[t])
        }
    }
    set grid xtics linetype 1 linecolor rgb '#e4e4e4' back
    set label 1 workload[p + 1] at graph 0, 1 offset 0, 0.9 left noenhanced font ',14'
    set label 2 'dotted: '.baseline[p + 1] at graph 1, 1 offset 0, 0.8 right noenhanced \
        font ',11' textcolor rgb '#777777'
    set xlabel (p + columns >= panels ? 'time per pass, log scale' : '') offset 0, 0.4 \
        font ',12' textcolor rgb '#444444'
    mine(panel, at) = panel == p ? at : outside
    plot data index 'mmap band' using (low):1:(low):(high):1:2 \
            with boxxyerror fillstyle solid 0.08 noborder linecolor rgb '#0072b2', \
        data index 'methods' using (low):1:(high - low):(0) \
            with vectors nohead linetype 1 linecolor rgb '#e4e4e4', \
        data index 'baselines' using 3:(mine($1, -0.5)):(0):(rows):(colour($2)) \
            with vectors nohead dashtype 3 linecolor rgb variable, \
        data index 'samples' using 5:(mine($1, $4)):(0.45):(symbol($3)):(faint($2)) \
            with points pointsize variable pointtype variable linecolor rgb variable, \
        data index 'medians' using 5:(mine($1, $4)):6:7:(colour($2)) \
            with xerrorbars pointtype 0 linewidth 1.5 linecolor rgb variable, \
        data index 'medians' using 5:(mine($1, $4)):(0.95):(symbol($3)):(0xffffff) \
            with points pointsize variable pointtype variable linecolor rgb variable, \
        data index 'medians' using 5:(mine($1, $4)):(0.7):(symbol($3)):(colour($2)) \
            with points pointsize variable pointtype variable linecolor rgb variable, \
        data index 'notes' using (low):(mine($1, $3)):4:(colour($2)) \
            with labels left offset 0.6, 0 noenhanced font ',10' textcolor rgb variable, \
        data index 'methods' using (low):(column == 0 ? $1 : outside):2 \
            with labels right offset -0.8, 0 noenhanced font ',12' textcolor rgb '#000000'
}
unset multiplot
unset output
